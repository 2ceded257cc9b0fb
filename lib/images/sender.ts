import type { Message } from "@/db/schema";
import { isPublicDomain } from "@/lib/mail/public-domains";

/** Of whom one can say "always show their images". */
export interface ImageSender {
  /** Lower case; null when nobody can be named, or it is not proven enough that they wrote it. */
  address: string | null;
  /** Null also where strangers share it, as `gmail.com`. */
  domain: string | null;
}

/** A header says who wrote a mail, and anybody can write a header: where the checks failed, a consent for that name does not count. */
export function imageSender({ from, verdict, doubt }: Pick<Message, "from" | "verdict" | "doubt">): ImageSender {
  const address = from?.address.toLowerCase() ?? "";
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const denied = verdict?.from === "fail" || doubt?.because === "impersonation" || doubt?.because === "failed";
  if (denied || !address.includes("@") || domain === "") return { address: null, domain: null };
  return { address, domain: isPublicDomain(domain) ? null : domain };
}
