"use client";

import { ArrowLeft, MailOpen } from "lucide-react";
import type { ReactNode } from "react";
import type { Row } from "@/app/_data/conversations";
import { IconButton } from "@/app/_ui/icon-button";
import { plural } from "@/app/_ui/numbers";
import { conversationTitle } from "./conversation-title";

interface ConversationHeaderProps {
  conversation: Row;
  onClose(): void;
  onMarkUnread(): void;
  menu: ReactNode;
}

export function ConversationHeader({ conversation, onClose, onMarkUnread, menu }: ConversationHeaderProps) {
  return (
    <header className="flex min-h-12 shrink-0 items-center gap-1 border-b py-1 pr-2 pl-2 md:pl-6">
      <IconButton icon={ArrowLeft} label="Back to the list" shortcut="u" className="md:hidden" onClick={onClose} />
      <h2 title={conversation.subject} className="line-clamp-2 min-w-0 flex-1 break-words font-semibold text-title print:line-clamp-none">
        <bdi>{conversationTitle(conversation.subject)}</bdi>
      </h2>
      {conversation.messageCount > 1 && (
        <span className="hidden shrink-0 px-2 text-ink-faint text-small tabular-nums sm:inline">
          {plural(conversation.messageCount, "message")}
        </span>
      )}
      <IconButton icon={MailOpen} label="Mark as unread" shortcut="Shift U" onClick={onMarkUnread} />
      {menu}
    </header>
  );
}
