"use client";

import { Download, Ellipsis, Split } from "lucide-react";
import { iconButtonClass } from "@/app/_ui/icon-button";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine, MenuLink } from "@/app/_ui/menu";

export const BODY_VIEWS = { rendered: "Rendered", plain: "Plain text", headers: "Headers", source: "Source" };
export type BodyView = keyof typeof BODY_VIEWS;

interface MessageMenuProps {
  messageId: string;
  view: BodyView;
  onView(view: BodyView): void;
  /** This message and all below it leave. Not at the first, where nothing would stay. */
  onSplit: (() => void) | undefined;
}

/** How to look at a message, the mail itself to keep, and where its conversation ends. */
export function MessageMenu({ messageId, view, onView, onSplit }: MessageMenuProps) {
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" aria-label="Message options" className={iconButtonClass()}>
          <Ellipsis aria-hidden size={16} strokeWidth={1.75} />
        </button>
      }
    >
      <MenuLabel>Show as</MenuLabel>
      <MenuChoice value={view} choices={BODY_VIEWS} onChange={onView} />
      <MenuLine />
      <MenuLink>
        <a href={`/api/v1/messages/${messageId}/source?download`} download>
          <Download aria-hidden size={16} strokeWidth={1.75} className="text-ink-soft" />
          Download the raw mail
        </a>
      </MenuLink>
      {onSplit && (
        <MenuItem icon={Split} onSelect={onSplit}>
          Split from here
        </MenuItem>
      )}
    </Menu>
  );
}
