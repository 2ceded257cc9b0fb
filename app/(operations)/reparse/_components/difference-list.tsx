import Link from "next/link";
import { conversationPath } from "@/app/_shell/paths";
import { Button } from "@/app/_ui/button";
import { Differences } from "@/app/_ui/differences";
import type { DifferenceRow } from "@/lib/reparse/queries";
import { dismiss } from "../actions";
import { ShowButton } from "./show-button";

/** Messages that today's reader reads otherwise than they are shown. */
export function DifferenceList({ differences }: { differences: DifferenceRow[] }) {
  return (
    <ul>
      {differences.map(({ id, mailboxId, conversationId, subject, reason, differences: parts }) => (
        <li key={id} className="flex flex-col gap-3 border-b px-4 py-4 lg:px-6">
          <div className="flex flex-wrap items-start gap-2">
            <Link
              href={conversationPath(mailboxId, conversationId)}
              className="min-w-0 flex-1 basis-60 break-words text-accent-text underline underline-offset-2"
            >
              <bdi>{subject || "No subject"}</bdi>
            </Link>
            {!reason && <ShowButton readingId={id} />}
            <form action={dismiss}>
              <input type="hidden" name="id" value={id} />
              <Button type="submit" look="ghost">
                Keep what is shown
              </Button>
            </form>
          </div>
          {reason ? (
            <p className="break-words text-failed">{`It cannot be read any more: ${reason}`}</p>
          ) : (
            <Differences differences={parts} />
          )}
        </li>
      ))}
    </ul>
  );
}
