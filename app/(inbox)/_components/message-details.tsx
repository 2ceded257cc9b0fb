import { Fragment, type ReactNode } from "react";
import type { Message } from "@/app/_data/conversations";
import { exactTime } from "@/app/_ui/time";
import { explainChecks, explainSpam } from "@/lib/conversations/explain-verdict";
import { AddressList } from "./address-text";

/** Everything the head leaves out, for whoever needs to know exactly. */
export function MessageDetails({ message }: { message: Message }) {
  const { from, sender, replyTo, to, cc, envelope, claimedAt, receivedAt, verdict } = message;
  const rows: [label: string, value: ReactNode][] = [
    ["From", from && <AddressList addresses={[from]} />],
    ["Sender", sender && <AddressList addresses={[sender]} />],
    ["Reply to", replyTo.length > 0 && <AddressList addresses={replyTo} />],
    ["To", to.length > 0 && <AddressList addresses={to} />],
    ["Cc", cc.length > 0 && <AddressList addresses={cc} />],
    ["Envelope from", envelope.from],
    ["Delivered to", envelope.to.join(", ")],
    ["Dated by its sender", claimedAt && exactTime(new Date(claimedAt))],
    ["Received", exactTime(new Date(receivedAt))],
    ["Sender checked", verdict && explainChecks(verdict)],
    ["Provider's spam filter", verdict?.spam && explainSpam(verdict.spam)],
  ];

  return (
    <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded border bg-panel px-3 py-2 text-small">
      {rows.map(
        ([label, value]) =>
          value && (
            <Fragment key={label}>
              <dt className="text-ink-faint">{label}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
