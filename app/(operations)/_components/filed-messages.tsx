import Link from "next/link";
import type { DeliveryDetail } from "@/app/_data/deliveries";
import { conversationPath } from "@/app/_shell/paths";

/** The way from a delivery to the conversations it went into. */
export function FiledMessages({ filed }: { filed: DeliveryDetail["filed"] }) {
  return (
    <ul className="flex flex-col gap-1">
      {filed.map(({ id, mailboxId, conversationId, subject, from }) => (
        <li key={id} className="min-w-0 break-words">
          <Link href={conversationPath(mailboxId, conversationId)} className="text-accent-text underline underline-offset-2">
            <bdi>{subject || "No subject"}</bdi>
          </Link>
          <bdi className="ml-2 text-ink-faint">{from?.name || from?.address}</bdi>
        </li>
      ))}
    </ul>
  );
}
