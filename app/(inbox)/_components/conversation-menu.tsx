"use client";

import { CornerDownRight, Ellipsis, Merge, Undo2 } from "lucide-react";
import Link from "next/link";
import type { Conversation } from "@/app/_data/conversations";
import { conversationPath } from "@/app/_shell/paths";
import { iconButtonClass } from "@/app/_ui/icon-button";
import { Menu, MenuItem, MenuLabel, MenuLine, MenuLink } from "@/app/_ui/menu";

interface ConversationMenuProps {
  opened: Conversation;
  onMerge(other: string): void;
  onUndo(): void;
}

/** What this conversation has in common with others, and what was done about it. Nothing where there is neither. */
export function ConversationMenu({ opened: { conversation, related, activities }, onMerge, onUndo }: ConversationMenuProps) {
  const last = activities.find(({ kind, undoneAt }) => kind !== "undone" && undoneAt === null);
  if (related.length === 0 && !last) return null;

  return (
    <Menu
      align="end"
      trigger={
        <button type="button" aria-label="Conversation options" className={iconButtonClass()}>
          <Ellipsis aria-hidden size={16} strokeWidth={1.75} />
        </button>
      }
    >
      {related.length > 0 && <MenuLabel>Related</MenuLabel>}
      {related.map(({ id, subject }) => (
        <MenuLink key={id}>
          <Link href={conversationPath(conversation.mailboxId, id)}>
            <CornerDownRight aria-hidden size={16} strokeWidth={1.75} className="text-ink-soft" />
            <bdi className="max-w-60 truncate">{subject || "No subject"}</bdi>
          </Link>
        </MenuLink>
      ))}
      {related.length > 0 && <MenuLine />}
      {related.map(({ id, subject }) => (
        <MenuItem key={id} icon={Merge} onSelect={() => onMerge(id)}>
          Merge with
          <bdi className="max-w-60 truncate">{subject || "No subject"}</bdi>
        </MenuItem>
      ))}
      {last && (
        <MenuItem icon={Undo2} onSelect={onUndo}>
          {UNDO[last.kind]}
        </MenuItem>
      )}
    </Menu>
  );
}

const UNDO = { split: "Undo the split", merged: "Undo the merge", moved: "Undo the move", undone: "Undo", lane: "Undo the change of lane" };
