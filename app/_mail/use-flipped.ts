"use client";

import { useSyncExternalStore } from "react";

// For all mails of this page, until it is loaded again.
let flipped = false;
const listeners = new Set<() => void>();

/** Whether mail is shown the other way round: dark on a light page, light on a dark one. */
export function useFlipped(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => flipped,
    () => false,
  );
}

export function flipMail() {
  flipped = !flipped;
  for (const listener of listeners) listener();
}
