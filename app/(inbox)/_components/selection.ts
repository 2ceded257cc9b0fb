"use client";

import { usePathname } from "next/navigation";
import { useCallback } from "react";
import { conversationPath, mailboxPath, parseSelection, type Selection } from "@/app/_shell/paths";

/** What is selected lives in the address. Changing it touches only the address: what it needs is in the cache or fetched as data. */
export function useSelection() {
  const { mailboxId = "", conversationId } = parseSelection(usePathname()) ?? ({} as Partial<Selection>);

  const open = useCallback(
    (id: string) => {
      const path = conversationPath(mailboxId, id);
      // From one conversation to the next is no step of its own: Back leads to the list.
      if (parseSelection(window.location.pathname)?.conversationId) window.history.replaceState(null, "", path);
      else window.history.pushState(null, "", path);
    },
    [mailboxId],
  );
  const close = useCallback(() => window.history.pushState(null, "", mailboxPath(mailboxId)), [mailboxId]);

  return { mailboxId, conversationId, open, close };
}
