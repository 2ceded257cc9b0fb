"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mergeWith, splitFrom, undoLast } from "@/app/_data/corrections";
import { conversationKey } from "@/app/_data/keys";

/** What a person does when messages are in the wrong conversation. `failed` is why the last of it could not be done. */
export function useCorrections(conversationId: string) {
  const cache = useQueryClient();
  const [failed, setFailed] = useState<string>();

  function correct(correction: Promise<unknown>) {
    setFailed(undefined);
    correction
      .then(() => cache.invalidateQueries({ queryKey: conversationKey(conversationId) }))
      .catch((error: unknown) => setFailed(error instanceof Error ? error.message : String(error)));
  }

  return {
    failed,
    split: (messageId: string) => correct(splitFrom(conversationId, messageId)),
    merge: (other: string) => correct(mergeWith(conversationId, other)),
    undo: () => correct(undoLast(conversationId)),
  };
}
