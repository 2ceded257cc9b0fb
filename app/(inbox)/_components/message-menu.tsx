"use client";

import { Download, FileSearch, FolderInput, Printer, Split, SunMoon } from "lucide-react";
import { printMessage } from "@/app/_mail/print-message";
import { flipMail } from "@/app/_mail/use-flipped";
import { MenuChoice, MenuItem, MenuLabel, MenuLine, MenuLink } from "@/app/_ui/menu";
import { MoreMenu } from "@/app/_ui/more-menu";

export const BODY_VIEWS = { rendered: "Rendered", plain: "Plain text", headers: "Headers", source: "Source" };
export type BodyView = keyof typeof BODY_VIEWS;

/** What can be done about where and how a message stands. */
export interface MessageActions {
  /** This message and all below it leave. Undefined at the first, where nothing would stay. */
  split: (() => void) | undefined;
  /** This message leaves for another conversation. Undefined when it is alone: its conversation is merged instead. */
  move: (() => void) | undefined;
  /** Reads its mail again with today's reader. */
  reread(): void;
}

interface MessageMenuProps {
  messageId: string;
  view: BodyView;
  onView(view: BodyView): void;
  actions: MessageActions;
}

/** How to look at a message, the mail itself to keep, and where it belongs. */
export function MessageMenu({ messageId, view, onView, actions: { split, move, reread } }: MessageMenuProps) {
  return (
    <MoreMenu label="Message options">
      <MenuLabel>Show as</MenuLabel>
      <MenuChoice value={view} choices={BODY_VIEWS} onChange={onView} />
      <MenuLine />
      <MenuItem icon={SunMoon} shortcut="Shift D" onSelect={flipMail}>
        Light or dark
      </MenuItem>
      <MenuItem icon={Printer} onSelect={() => printMessage(messageId)}>
        Print
      </MenuItem>
      <MenuLink>
        <a href={`/api/v1/messages/${messageId}/source?download`} download>
          <Download aria-hidden size={16} strokeWidth={1.75} className="text-ink-soft" />
          Download the raw mail
        </a>
      </MenuLink>
      <MenuItem icon={FileSearch} onSelect={reread}>
        Read the mail again
      </MenuItem>
      {(split || move) && <MenuLine />}
      {split && (
        <MenuItem icon={Split} shortcut="Shift S" onSelect={split}>
          Split from here
        </MenuItem>
      )}
      {move && (
        <MenuItem icon={FolderInput} shortcut="v" onSelect={move}>
          Move to another conversation…
        </MenuItem>
      )}
    </MoreMenu>
  );
}
