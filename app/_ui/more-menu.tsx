"use client";

import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { iconButtonClass } from "./icon-button";
import { Menu } from "./menu";

/** What else can be done with a thing, behind three dots. */
export function MoreMenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" aria-label={label} className={iconButtonClass()}>
          <Ellipsis aria-hidden size={16} strokeWidth={1.75} />
        </button>
      }
    >
      {children}
    </Menu>
  );
}
