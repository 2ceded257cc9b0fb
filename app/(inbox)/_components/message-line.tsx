import { Paperclip } from "lucide-react";
import type { Message } from "@/app/_data/conversations";
import { cx } from "@/app/_ui/cx";
import { RelativeTime } from "@/app/_ui/relative-time";

/** How high a message stands that is not drawn yet, with the hairline below it, in pixels: as the looks here make it. */
export const HEIGHTS = { folded: 41, waiting: 241 };

const LINE = "flex h-10 w-full items-center gap-3 rounded px-2 text-left";
const BUTTON = cx(LINE, "hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed");
const WAITING = cx(LINE, "h-60 items-start py-3");

/** A folded message: a press opens it. */
export function FoldedMessage({ message, onOpen }: { message: Message; onOpen(): void }) {
  return (
    <button type="button" aria-expanded={false} onClick={onOpen} className={BUTTON}>
      <Line message={message} />
    </button>
  );
}

/** Stands where an open message will: about as high as most are. */
export function WaitingMessage({ message }: { message: Message }) {
  return (
    <div aria-busy className={WAITING}>
      <Line message={message} />
    </div>
  );
}

function Line({ message }: { message: Message }) {
  return (
    <>
      <bdi className="w-26 shrink-0 truncate font-medium sm:w-36">{senderOf(message)}</bdi>
      <bdi className="min-w-0 flex-1 truncate text-ink-faint">{message.snippet}</bdi>
      {message.attachments.some(({ inline }) => !inline) && (
        <Paperclip aria-label="has attachments" size={13} strokeWidth={1.75} className="shrink-0 text-ink-faint" />
      )}
      <RelativeTime at={message.orderAt} className="shrink-0 text-ink-faint text-small tabular-nums" />
    </>
  );
}

export function senderOf({ from, sender }: Pick<Message, "from" | "sender">): string {
  const who = from ?? sender;
  return who?.name || who?.address || "Unknown sender";
}
