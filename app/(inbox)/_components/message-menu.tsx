"use client";

import { Download, FileSearch, FolderInput, Printer, Split, SunMoon } from "lucide-react";
import { flipMail } from "@/app/_mail/use-flipped";
import { MenuItem, MenuLine, MenuLink } from "@/app/_ui/menu";
import { MoreMenu } from "@/app/_ui/more-menu";

/** What can be done about where and how a message stands. */
export interface MessageActions {
  /** This message and all below it leave. Undefined at the first, where nothing would stay. */
  split: (() => void) | undefined;
  /** This message leaves for another conversation. Undefined when it is alone: its conversation is merged instead. */
  move: (() => void) | undefined;
  /** As it is looked at. */
  print(): void;
  /** Reads its mail again with today's reader. */
  reread(): void;
}

interface MessageMenuProps {
  messageId: string;
  actions: MessageActions;
}

/** What can be done with a message: print it, keep the mail itself, put it where it belongs. */
export function MessageMenu({ messageId, actions: { split, move, reread, print } }: MessageMenuProps) {
  return (
    <MoreMenu label="Message options">
      <MenuItem icon={SunMoon} shortcut="Shift D" onSelect={flipMail}>
        Light or dark
      </MenuItem>
      <MenuItem icon={Printer} onSelect={print}>
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
