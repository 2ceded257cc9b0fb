"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { type Conversation, conversationsQuery, type Row } from "@/app/_data/conversations";
import { Dialog } from "@/app/_ui/dialog";
import { RelativeTime } from "@/app/_ui/relative-time";
import { conversationTitle } from "./conversation-title";

interface ChooseConversationProps {
  opened: Conversation;
  title: string;
  onChoose(conversationId: string): void;
  onCancel(): void;
}

const ITEM =
  "flex min-h-9 cursor-default items-baseline gap-3 rounded-sm px-2 py-1.5 data-[selected=true]:bg-hover pointer-coarse:min-h-11 pointer-coarse:items-center";

/** Another conversation of the mailbox: what is related first, then the newest, by typing some of its subject or of who wrote. */
export function ChooseConversation({ opened: { conversation, related }, title, onChoose, onCancel }: ChooseConversationProps) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    conversationsQuery(conversation.mailboxId, conversation.lane),
  );
  const rows = data?.pages.flatMap((page) => page.conversations).filter(({ id }) => id !== conversation.id) ?? [];
  const others = rows.filter(({ id }) => !related.some((one) => one.id === id));

  return (
    <Dialog open onOpenChange={onCancel} title={title}>
      <Command label={title} className="flex flex-col gap-3">
        <Command.Input
          autoFocus
          placeholder="Subject or sender"
          className="h-9 rounded border bg-canvas px-3 text-list placeholder:text-ink-faint"
        />
        <Command.List className="max-h-[48vh] overflow-y-auto">
          <Command.Empty className="px-2 py-3 text-ink-soft">None of the conversations loaded so far.</Command.Empty>
          {related.map(({ id, subject }) => (
            <Command.Item key={id} value={id} keywords={[subject]} onSelect={() => onChoose(id)} className={ITEM}>
              <bdi className="min-w-0 flex-1 truncate">{conversationTitle(subject)}</bdi>
              <span className="shrink-0 text-ink-faint text-small">related</span>
            </Command.Item>
          ))}
          {others.map((row) => (
            <Choice key={row.id} row={row} onChoose={onChoose} />
          ))}
          {hasNextPage && (
            <Command.Item forceMount value="older" disabled={isFetchingNextPage} onSelect={() => void fetchNextPage()} className={ITEM}>
              <span className="text-accent-text">Show older conversations</span>
            </Command.Item>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Choice({ row, onChoose }: { row: Row; onChoose(id: string): void }) {
  return (
    <Command.Item value={row.id} keywords={[row.subject, ...row.senders]} onSelect={() => onChoose(row.id)} className={ITEM}>
      <bdi className="min-w-0 flex-1 truncate">{conversationTitle(row.subject)}</bdi>
      <bdi className="max-w-32 shrink-0 truncate text-ink-soft text-small">{row.senders[0]}</bdi>
      <RelativeTime at={row.lastMessageAt} className="shrink-0 text-ink-faint text-small tabular-nums" />
    </Command.Item>
  );
}
