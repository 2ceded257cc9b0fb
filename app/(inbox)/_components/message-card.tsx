"use client";

import { Paperclip } from "lucide-react";
import { useRef, useState } from "react";
import type { Message } from "@/app/_data/conversations";
import { cx } from "@/app/_ui/cx";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { MessageActions } from "./message-menu";
import type { BodyView } from "./message-tabs";
import { OpenMessage } from "./open-message";
import { useNearView } from "./use-near-view";

interface MessageCardProps {
  message: Message;
  /** New to the reader when the conversation was opened. */
  unread: boolean;
  open: boolean;
  /** The one that the conversation opens at: it is in sight. */
  first: boolean;
  /** The only message: there is nothing to fold it into. */
  alone: boolean;
  onToggle(open: boolean): void;
  /** Of the conversation. */
  subject: string;
  actions: Omit<MessageActions, "reread" | "print">;
}

/** One message: a line when folded, all of it when open and near enough to be seen soon. */
export function MessageCard({ message, subject, unread, open, first, alone, onToggle, actions }: MessageCardProps) {
  const [view, setView] = useState<BodyView>("rendered");
  const card = useRef<HTMLElement>(null);
  const near = useNearView(card, first);

  return (
    <article
      ref={card}
      data-message={message.id}
      tabIndex={-1}
      aria-label={`${unread ? "New message" : "Message"} from ${senderOf(message)}`}
      className="group/message scroll-mt-2"
    >
      {open && near && (
        <OpenMessage
          message={message}
          subject={subject}
          view={view}
          onView={setView}
          actions={actions}
          {...(alone ? {} : { onFold: () => onToggle(false) })}
        />
      )}
      {open && !near && (
        <div aria-busy className={cx(LINE, "h-60 items-start py-3")}>
          <Line message={message} />
        </div>
      )}
      {!open && (
        <button
          type="button"
          aria-expanded={false}
          onClick={() => onToggle(true)}
          className={cx(LINE, "hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed")}
        >
          <Line message={message} />
        </button>
      )}
    </article>
  );
}

const LINE = "flex h-10 w-full items-center gap-3 rounded px-2 text-left";

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
