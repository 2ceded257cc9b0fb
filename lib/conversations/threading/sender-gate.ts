import type { SenderDoubt } from "@/db/schema";
import { isPublicDomain } from "@/lib/mail/public-domains";
import type { Side, ThreadMail } from "./side";

/**
 * Whether the sender of a mail may join a conversation that its headers point to. Undefined: yes. Headers are written by
 * the sender, so that a match says where a mail points and never that it belongs there.
 *
 * | sender | passed or unknown | failed | DMARC failed |
 * | --- | --- | --- | --- |
 * | takes part in it | believed | failed | impersonation |
 * | is of a domain that takes part, authenticated | believed | | |
 * | writes under our address | unproven, unless DMARC or both SPF and DKIM prove it | failed | impersonation |
 * | anybody else | stranger | failed | failed |
 */
export function doubtSender(mail: ThreadMail, side: Pick<Side, "people">): SenderDoubt | undefined {
  const { verdict } = mail;
  const address = mail.from ?? "";
  const takesPart = side.people.includes(address);

  if (verdict.dmarc === "fail" && (takesPart || mail.fromUs)) return { because: "impersonation", address };
  if (verdict.from === "fail") return { because: "failed", address };
  if (mail.fromUs) return isProven(mail) ? undefined : { because: "unproven", address };
  if (takesPart || (verdict.from === "pass" && sharesDomain(address, side.people))) return undefined;
  return { because: "stranger", address };
}

/** The same for a mail that starts a conversation, where nobody takes part yet. */
export function doubtFirstSender(mail: ThreadMail): SenderDoubt | undefined {
  const doubt = doubtSender(mail, { people: [] });
  return doubt?.because === "stranger" ? undefined : doubt;
}

/** For our own address more is asked: what acts in our name needs DMARC, or what DMARC asks for. */
function isProven({ verdict }: ThreadMail): boolean {
  return verdict.dmarc === "pass" || (verdict.aligned.spf && verdict.aligned.dkim);
}

function sharesDomain(address: string, people: readonly string[]): boolean {
  const domain = address.slice(address.lastIndexOf("@"));
  return domain.length > 1 && !isPublicDomain(domain.slice(1)) && people.some((person) => person.endsWith(domain));
}
