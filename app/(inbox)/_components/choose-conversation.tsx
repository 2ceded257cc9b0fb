"use client";

import { Command } from "cmdk";
import { useState } from "react";
import type { Conversation, Row } from "@/app/_data/conversations";
import { cx } from "@/app/_ui/cx";
import { RelativeTime } from "@/app/_ui/relative-time";
import { conversationTitle } from "./conversation-title";
import { useChoices } from "./use-choices";

interface ChooseConversationProps {
  opened: Conversation;
  /** What it is chosen for. */
  label: string;
  onChoose(conversationId: string): void;
}

const ITEM =
  "flex min-h-9 cursor-default items-baseline gap-3 rounded-sm px-2 py-1.5 data-[selected=true]:bg-raised-hover pointer-coarse:min-h-11 pointer-coarse:items-center";

/** Another conversation of the mailbox: what is related first, then the newest; by typing, any that has these words. */
export function ChooseConversation({ opened, label, onChoose }: ChooseConversationProps) {
  const [typed, setTyped] = useState("");
  const { related, rows, stale, older, ...state } = useChoices(opened, typed);

  return (
    <Command label={label} shouldFilter={false} className="flex flex-col gap-3">
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={setTyped}
        placeholder="Subject or sender"
        className="h-9 rounded border bg-canvas px-3 text-list placeholder:text-ink-faint"
      />
      <Command.List aria-busy={stale} className={cx("max-h-[48vh] overflow-y-auto", stale && "text-ink-soft")}>
        {state.said && (
          <p role="status" className="px-2 py-3 text-ink-soft">
            {state.said}
          </p>
        )}
        {related.map(({ id, subject }) => (
          <Command.Item key={id} value={id} onSelect={() => onChoose(id)} className={ITEM}>
            <bdi className="min-w-0 flex-1 truncate">{conversationTitle(subject)}</bdi>
            <span className="shrink-0 text-ink-faint text-small">related</span>
          </Command.Item>
        ))}
        {rows.map((row) => (
          // What was typed last is not looked up yet: Enter must not choose what an earlier word found.
          <Choice key={row.id} row={row} disabled={stale} onChoose={onChoose} />
        ))}
        {older && (
          <Command.Item value="older" disabled={stale || older.asking} onSelect={older.ask} className={ITEM}>
            <span className="text-accent-text">{typed.trim() ? "Search older conversations" : "Show older conversations"}</span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  );
}

function Choice({ row, disabled, onChoose }: { row: Row; disabled: boolean; onChoose(id: string): void }) {
  return (
    <Command.Item value={row.id} disabled={disabled} onSelect={() => onChoose(row.id)} className={ITEM}>
      <bdi className="min-w-0 flex-1 truncate">{conversationTitle(row.subject)}</bdi>
      <bdi className="max-w-32 shrink-0 truncate text-ink-soft text-small">{row.senders[0]}</bdi>
      <RelativeTime at={row.lastMessageAt} className="shrink-0 text-ink-faint text-small tabular-nums" />
    </Command.Item>
  );
}
