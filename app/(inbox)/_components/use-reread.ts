"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Message } from "@/app/_data/conversations";
import { bodyKey, conversationKey, invitationsKey } from "@/app/_data/keys";
import { type CheckedMessage, dismissReading, readAgain, showReading } from "@/app/_data/readings";

/** Reading a message's mail again: what came of it, and what to do with a reading that differs. */
export function useReread({ id, conversationId }: Message) {
  const cache = useQueryClient();
  const [checked, setChecked] = useState<CheckedMessage>();
  const [failed, setFailed] = useState<string>();

  function run<T>(work: Promise<T>, done: (result: T) => void) {
    setFailed(undefined);
    work.then(done).catch((error: unknown) => setFailed(error instanceof Error ? error.message : String(error)));
  }

  function show(readingId: string) {
    run(showReading(readingId), () => {
      setChecked(undefined);
      for (const queryKey of [conversationKey(conversationId), bodyKey(id), invitationsKey(id)]) void cache.invalidateQueries({ queryKey });
    });
  }

  return {
    checked,
    failed,
    start: () => run(readAgain(id), setChecked),
    show,
    dismiss: (readingId: string) => run(dismissReading(readingId), () => setChecked(undefined)),
    close: () => setChecked(undefined),
  };
}

export type Reread = ReturnType<typeof useReread>;
