"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Bot, Paperclip } from "lucide-react";
import { type MouseEvent, memo, useEffect, useRef, useState } from "react";
import type { Row } from "@/app/_data/conversations";
import { prefetchConversation } from "@/app/_data/prefetch";
import { conversationPath } from "@/app/_shell/paths";
import { cx } from "@/app/_ui/cx";
import { RelativeTime } from "@/app/_ui/relative-time";
import { conversationTitle } from "./conversation-title";

/** A pointer that only passes over a row asks for nothing. */
const HOVER_MS = 60;

interface ConversationRowProps {
  row: Row;
  open: boolean;
  /** The one row that Tab reaches. */
  tabStop: boolean;
  arrived: boolean;
  onOpen(id: string): void;
}

export const ConversationRow = memo(function ConversationRow({ row, open, tabStop, arrived, onOpen }: ConversationRowProps) {
  const cache = useQueryClient();
  // Drawn again, it must not stop half-way.
  const [slidesIn] = useState(arrived);
  const hover = useRef<ReturnType<typeof setTimeout>>(undefined);
  const unread = row.unread > 0;
  const prefetch = () => prefetchConversation(cache, row.id);

  useEffect(() => () => clearTimeout(hover.current), []);

  function onClick(event: MouseEvent) {
    // Opening in a new tab is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    // Before anything is drawn.
    void prefetch();
    onOpen(row.id);
  }

  return (
    <a
      href={conversationPath(row.mailboxId, row.id, row.lane)}
      data-conversation={row.id}
      tabIndex={tabStop ? 0 : -1}
      aria-current={open ? "true" : undefined}
      onClick={onClick}
      onFocus={prefetch}
      onPointerEnter={() => {
        hover.current = setTimeout(prefetch, HOVER_MS);
      }}
      onPointerLeave={() => clearTimeout(hover.current)}
      className={cx(
        "relative flex h-full flex-col justify-center border-b pr-4 pl-7 transition-colors duration-75",
        "hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed aria-[current]:bg-selected",
        slidesIn && "animate-arrive",
      )}
    >
      {unread && <span aria-hidden className="absolute top-4.5 left-3 size-2 rounded-full bg-accent" />}
      <span className="flex items-baseline gap-2">
        <span className={cx("min-w-0 truncate", unread ? "font-semibold" : "text-ink-soft")}>
          {unread && <span className="sr-only">Unread, </span>}
          <bdi>{senderLine(row.senders)}</bdi>
        </span>
        {row.messageCount > 1 && (
          <span className="text-ink-faint text-small tabular-nums">
            {row.messageCount}
            <span className="sr-only"> messages</span>
          </span>
        )}
        <RelativeTime at={row.lastMessageAt} className="ml-auto shrink-0 text-ink-faint text-small tabular-nums" />
      </span>
      <span className="flex items-center gap-2">
        <bdi className={cx("min-w-0 flex-1 truncate", unread ? "font-medium" : "")}>{conversationTitle(row.subject)}</bdi>
        {row.attachmentCount > 0 && (
          <span className="shrink-0 text-ink-faint">
            <Paperclip aria-hidden size={13} strokeWidth={1.75} />
            <span className="sr-only">has attachments</span>
          </span>
        )}
      </span>
      {row.automated ? (
        <span className="flex items-center gap-1.5 text-ink-faint text-small">
          <Bot aria-hidden size={13} strokeWidth={1.75} className="shrink-0" />
          <bdi className="truncate">{row.automated.reason}</bdi>
        </span>
      ) : (
        <bdi className="block truncate text-ink-faint text-small">{row.snippet || "No text"}</bdi>
      )}
    </a>
  );
});

/** First names when several wrote, the last of them always. */
function senderLine(senders: string[]): string {
  const [only] = senders;
  if (senders.length <= 1) return only || "Unknown sender";
  const short = senders.map((sender) => (sender.includes("@") ? sender : (sender.split(" ")[0] ?? sender)));
  return short.length > 3 ? `${short[0]}, …, ${short.slice(-2).join(", ")}` : short.join(", ");
}
