"use client";

import { Paperclip } from "lucide-react";
import { useState } from "react";
import type { Message } from "@/app/_data/conversations";
import { RelativeTime } from "@/app/_ui/relative-time";
import { AttachmentStrip } from "./attachment-strip";
import { MessageBody } from "./message-body";
import { MessageFacts } from "./message-facts";
import { MessageHead } from "./message-head";
import type { BodyView, MessageActions } from "./message-menu";
import { RereadNotice } from "./reread-notice";
import { useReread } from "./use-reread";

interface MessageCardProps {
  message: Message;
  /** New to the reader when the conversation was opened. */
  unread: boolean;
  open: boolean;
  /** The only message: there is nothing to fold it into. */
  alone: boolean;
  onToggle(open: boolean): void;
  actions: Omit<MessageActions, "reread">;
}

/** One message: a line when folded, all of it when open. */
export function MessageCard({ message, unread, open, alone, onToggle, actions }: MessageCardProps) {
  const [view, setView] = useState<BodyView>("rendered");
  const sender = senderOf(message);
  const reread = useReread(message);

  return (
    <article
      data-message={message.id}
      tabIndex={-1}
      aria-label={`${unread ? "New message" : "Message"} from ${sender}`}
      className="scroll-mt-2"
    >
      {open ? (
        <div className="py-3">
          <MessageHead
            message={message}
            view={view}
            onView={setView}
            actions={{ ...actions, reread: reread.start }}
            {...(alone ? {} : { onFold: () => onToggle(false) })}
          />
          <RereadNotice reread={reread} />
          <MessageFacts message={message} />
          <div data-body>
            <MessageBody message={message} view={view} />
          </div>
          <AttachmentStrip message={message} />
        </div>
      ) : (
        <button
          type="button"
          aria-expanded={false}
          onClick={() => onToggle(true)}
          className="flex h-10 w-full items-center gap-3 rounded px-2 text-left hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed"
        >
          <bdi className="w-26 shrink-0 truncate font-medium sm:w-36">{sender}</bdi>
          <bdi className="min-w-0 flex-1 truncate text-ink-faint">{message.snippet}</bdi>
          {message.attachments.some(({ inline }) => !inline) && (
            <Paperclip aria-label="has attachments" size={13} strokeWidth={1.75} className="shrink-0 text-ink-faint" />
          )}
          <RelativeTime at={message.orderAt} className="shrink-0 text-ink-faint text-small tabular-nums" />
        </button>
      )}
    </article>
  );
}

export function senderOf({ from, sender }: Pick<Message, "from" | "sender">): string {
  const who = from ?? sender;
  return who?.name || who?.address || "Unknown sender";
}
