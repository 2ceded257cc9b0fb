"use client";

import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { conversationPath, mailboxPath, parseSelection, type Selection } from "@/app/_shell/paths";

/** What is selected lives in the address. Changing it touches only the address: what it needs is in the cache or fetched as data. */
export function useSelection() {
  const { mailboxId = "", conversationId } = parseSelection(usePathname()) ?? ({} as Partial<Selection>);
  /** The list is one step back in the browser's history. */
  const cameFromList = useRef(false);

  const open = useCallback(
    (id: string) => {
      const path = conversationPath(mailboxId, id);
      // From one conversation to the next is no step of its own: Back leads to the list.
      if (parseSelection(window.location.pathname)?.conversationId) return window.history.replaceState(null, "", path);
      cameFromList.current = true;
      window.history.pushState(null, "", path);
    },
    [mailboxId],
  );

  const close = useCallback(() => {
    if (cameFromList.current) window.history.back();
    else window.history.replaceState(null, "", mailboxPath(mailboxId));
    cameFromList.current = false;
  }, [mailboxId]);

  useEffect(() => {
    const onBack = () => {
      cameFromList.current = false;
    };
    window.addEventListener("popstate", onBack);
    return () => window.removeEventListener("popstate", onBack);
  }, []);

  return { mailboxId, conversationId, open, close };
}
