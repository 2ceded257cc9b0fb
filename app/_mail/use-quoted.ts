"use client";

import { useState } from "react";

/** Messages whose quoted text was opened: a message folded and opened again shows it as it was left. */
const opened = new Set<string>();

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
