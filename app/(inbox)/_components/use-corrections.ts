"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mergeWith, moveTo, putInLane, splitFrom, undoLast } from "@/app/_data/corrections";
import { conversationKey } from "@/app/_data/keys";
import type { Lane } from "@/db/schema";

/** What is being chosen: the conversation to merge with, or the one a message goes to. */
export type Choosing = { for: "merge" } | { for: "move"; messageId: string };

/** What a person does when messages are in the wrong conversation. `failed` is why the last of it could not be done. */
export function useCorrections(conversationId: string) {
  const cache = useQueryClient();
  const [failed, setFailed] = useState<string>();
  const [choosing, setChoosing] = useState<Choosing>();

  function correct(correction: Promise<unknown>) {
    setFailed(undefined);
    correction
      .then(() => cache.invalidateQueries({ queryKey: conversationKey(conversationId) }))
      .catch((error: unknown) => setFailed(error instanceof Error ? error.message : String(error)));
  }

  function choose(other: string) {
    setChoosing(undefined);
    if (choosing?.for === "merge") correct(mergeWith(conversationId, other));
    if (choosing?.for === "move") correct(moveTo(conversationId, [choosing.messageId], other));
  }

  return {
    failed,
    choosing,
    choose,
    cancel: () => setChoosing(undefined),
    split: (messageId: string) => correct(splitFrom(conversationId, messageId)),
    merge: (other?: string) => (other === undefined ? setChoosing({ for: "merge" }) : correct(mergeWith(conversationId, other))),
    move: (messageId: string) => setChoosing({ for: "move", messageId }),
    putIn: (lane: Lane) => correct(putInLane(conversationId, lane)),
    undo: () => correct(undoLast(conversationId)),
  };
}
