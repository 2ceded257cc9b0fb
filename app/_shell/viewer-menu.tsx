"use client";

import { ChevronsUpDown, Keyboard, LogOut, Settings } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine, MenuLink } from "@/app/_ui/menu";
import { applyTheme, isTheme } from "@/app/_ui/theme";
import type { SidebarViewer } from "./sidebar";

const THEME_WORDS = { system: "As the system", light: "Light", dark: "Dark" };

/** Who is signed in, and what concerns only them. */
export function ViewerMenu({ viewer, onHelp }: { viewer: SidebarViewer; onHelp(): void }) {
  const [theme, setTheme] = useState<keyof typeof THEME_WORDS>("system");

  useEffect(() => {
    const chosen = document.documentElement.dataset.theme;
    if (isTheme(chosen)) setTheme(chosen);
  }, []);

  function choose(choice: keyof typeof THEME_WORDS) {
    setTheme(choice);
    applyTheme(isTheme(choice) ? choice : undefined);
  }

  return (
    <Menu
      trigger={
        <button type="button" className="flex h-10 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover active:bg-pressed">
          <span className="min-w-0 flex-1">
            <span className="block truncate">{viewer.name || viewer.email}</span>
          </span>
          <ChevronsUpDown aria-hidden size={14} className="text-ink-faint" />
          <span className="sr-only">Account menu</span>
        </button>
      }
    >
      <MenuLabel>{viewer.email}</MenuLabel>
      <MenuLink>
        <Link href="/settings">
          <Settings aria-hidden size={16} strokeWidth={1.75} className="text-ink-soft" />
          Settings
        </Link>
      </MenuLink>
      <MenuItem icon={Keyboard} onSelect={onHelp}>
        Keyboard
      </MenuItem>
      <MenuLine />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice value={theme} choices={THEME_WORDS} onChange={choose} />
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

/** A whole new page: nothing of this person's mail stays in memory. From a server that cannot be reached, too: the browser says so then. */
async function signOut() {
  const headers = { "content-type": "application/json" };
  await fetch("/api/auth/sign-out", { method: "POST", headers, body: "{}" }).catch(() => undefined);
  window.location.assign("/sign-in");
}
