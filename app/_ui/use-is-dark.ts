"use client";

import { useSyncExternalStore } from "react";

/** Whether the page is dark right now, by the person's choice or the system's. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, isDark, () => false);
}

function subscribe(listener: () => void) {
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(listener);
  system.addEventListener("change", listener);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", listener);
    chosen.disconnect();
  };
}

function isDark() {
  return getComputedStyle(document.documentElement).colorScheme === "dark" || (!document.documentElement.dataset.theme && systemIsDark());
}

function systemIsDark() {
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}
