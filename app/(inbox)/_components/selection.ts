"use client";

import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { conversationPath, mailboxPath, parseSelection, type Selection } from "@/app/_shell/paths";

/** What is selected lives in the address. Changing it touches only the address: what it needs is in the cache or fetched as data. */
export function useSelection() {
  const { mailboxId = "", lane = "inbox", conversationId } = parseSelection(usePathname()) ?? ({} as Partial<Selection>);
  /** The list is one step back in the browser's history. */
  const cameFromList = useRef(false);

  const open = useCallback(
    (id: string) => {
      const path = conversationPath(mailboxId, id, lane);
      // From one conversation to the next is no step of its own: Back leads to the list.
      if (parseSelection(window.location.pathname)?.conversationId) return window.history.replaceState(null, "", path);
      cameFromList.current = true;
      window.history.pushState(null, "", path);
    },
    [mailboxId, lane],
  );

  const close = useCallback(() => {
    if (cameFromList.current) window.history.back();
    else window.history.replaceState(null, "", mailboxPath(mailboxId, lane));
    cameFromList.current = false;
  }, [mailboxId, lane]);

  useEffect(() => {
    const onBack = () => {
      cameFromList.current = false;
    };
    window.addEventListener("popstate", onBack);
    return () => window.removeEventListener("popstate", onBack);
  }, []);

  return { mailboxId, lane, conversationId, open, close };
}
