"use client";

import { useEffect, useRef } from "react";

/** The browser's own key for printing prints what is read instead of the page around it. */
export function usePrintKey(print: () => void) {
  const current = useRef(print);
  useEffect(() => {
    current.current = print;
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== "p" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented) return;
      if (document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      current.current();
    }

    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
