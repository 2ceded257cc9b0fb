"use client";

import { useEffect, useRef } from "react";

type Keys = Record<string, (event: KeyboardEvent) => void>;

/**
 * Single keys of the page, named as `KeyboardEvent.key` says them, so that they follow the reader's own layout. Off while one types, while a
 * dialog or a menu is open, and with Ctrl, Alt or Meta, which belong to the browser. Enter and the arrows belong to whatever has the focus.
 */
export function useKeys(keys: Keys) {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = current.current[event.key];
      if (!act || (belongsToFocus(event.key) && event.target !== document.body)) return;
      if (document.querySelector("[role=dialog], [role=menu]")) return;
      event.preventDefault();
      act(event);
    }

    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function belongsToFocus(key: string) {
  return key === "Enter" || key.startsWith("Arrow");
}

function isTyping(target: EventTarget | null) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
