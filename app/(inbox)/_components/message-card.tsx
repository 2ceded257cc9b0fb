"use client";

import { memo, useRef, useState } from "react";
import type { Message } from "@/app/_data/conversations";
import { FoldedMessage, senderOf, WaitingMessage } from "./message-line";
import type { BodyView } from "./message-tabs";
import { OpenMessage } from "./open-message";
import { useNearView } from "./use-near-view";

interface MessageCardProps {
  message: Message;
  /** New to the reader when the conversation was opened. */
  unread: boolean;
  open: boolean;
  /** What an open message takes: `now` all of it, `near` all once it is nearly in sight, `later` a place until then. */
  draw: "now" | "near" | "later";
  /** The only message: there is nothing to fold it into. */
  alone: boolean;
  /** Of the conversation. */
  subject: string;
  // Each takes the message's id, so that they are the same for all, and a card is drawn anew only for what concerns it.
  onToggle(id: string, open: boolean): void;
  onSplit: ((id: string) => void) | undefined;
  onMove: ((id: string) => void) | undefined;
  onShown: (() => void) | undefined;
}

/** One message: a line when folded, all of it when open and near enough to be seen soon. */
export const MessageCard = memo(function MessageCard(props: MessageCardProps) {
  const { message, subject, unread, open, draw, alone, onToggle, onSplit, onMove, onShown } = props;
  const { id } = message;
  const [view, setView] = useState<BodyView>("rendered");
  const card = useRef<HTMLElement>(null);
  const near = useNearView(card, open && draw === "near") || draw === "now";

  return (
    <article
      ref={card}
      data-message={id}
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
          actions={{ split: onSplit && (() => onSplit(id)), move: onMove && (() => onMove(id)) }}
          onShown={onShown}
          {...(alone ? {} : { onFold: () => onToggle(id, false) })}
        />
      )}
      {open && !near && <WaitingMessage message={message} />}
      {!open && <FoldedMessage message={message} onOpen={() => onToggle(id, true)} />}
    </article>
  );
});
