"use client";

import { useState } from "react";

/** Messages whose quoted text was opened: a message folded and opened again shows it as it was left. */
const opened = new Set<string>();

/** Whether a message's quoted text is open, or was when it was last shown. */
export function isQuoteOpen(messageId: string): boolean {
  return opened.has(messageId);
}

export function useQuoted(messageId: string): [open: boolean, setOpen: (open: boolean) => void] {
  const [open, setOpen] = useState(opened.has(messageId));
  return [
    open,
    (next) => {
      if (next) opened.add(messageId);
      else opened.delete(messageId);
      setOpen(next);
    },
  ];
}
