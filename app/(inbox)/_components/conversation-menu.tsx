"use client";

import { Bot, CornerDownRight, InboxIcon, Merge, Printer, Undo2 } from "lucide-react";
import Link from "next/link";
import type { Conversation } from "@/app/_data/conversations";
import { conversationPath } from "@/app/_shell/paths";
import { MenuItem, MenuLabel, MenuLine, MenuLink } from "@/app/_ui/menu";
import { MoreMenu } from "@/app/_ui/more-menu";
import type { Lane } from "@/db/schema";
import { conversationTitle } from "./conversation-title";
import { undoable } from "./undoable";

interface ConversationMenuProps {
  opened: Conversation;
  /** With the conversation named, or with one that is chosen then. */
  onMerge(other?: string): void;
  onLane(lane: Lane): void;
  onUndo(): void;
  /** All of its messages. */
  onPrint(): void;
}

/** What this conversation has in common with others, where it stands, and what was done about it. */
export function ConversationMenu({ opened, onMerge, onLane, onUndo, onPrint }: ConversationMenuProps) {
  const { conversation, related, activities } = opened;
  const last = undoable(activities);
  const aside = conversation.lane === "automated";

  return (
    <MoreMenu label="Conversation options">
      {related.length > 0 && <MenuLabel>Related</MenuLabel>}
      {related.map(({ id, subject }) => (
        <MenuLink key={id}>
          <Link href={conversationPath(conversation.mailboxId, id)}>
            <CornerDownRight aria-hidden size={16} strokeWidth={1.75} className="text-ink-soft" />
            <bdi className="max-w-60 truncate">{conversationTitle(subject)}</bdi>
          </Link>
        </MenuLink>
      ))}
      {related.length > 0 && <MenuLine />}
      {related.map(({ id, subject }) => (
        <MenuItem key={id} icon={Merge} onSelect={() => onMerge(id)}>
          Merge with
          <bdi className="max-w-60 truncate">{conversationTitle(subject)}</bdi>
        </MenuItem>
      ))}
      <MenuItem icon={Merge} shortcut="Shift M" onSelect={() => onMerge()}>
        Merge with another…
      </MenuItem>
      <MenuItem icon={aside ? InboxIcon : Bot} onSelect={() => onLane(aside ? "inbox" : "automated")}>
        {aside ? "Move to the inbox" : "Move to automated"}
      </MenuItem>
      <MenuItem icon={Printer} onSelect={onPrint}>
        Print all messages
      </MenuItem>
      {last && (
        <MenuItem icon={Undo2} shortcut="z" onSelect={onUndo}>
          {last}
        </MenuItem>
      )}
    </MoreMenu>
  );
}
