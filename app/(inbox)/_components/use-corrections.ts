"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { mergeWith, moveTo, putInLane, splitFrom, undoLast } from "@/app/_data/corrections";
import { conversationKey } from "@/app/_data/keys";
import type { Lane } from "@/db/schema";

const MERGED = "The two conversations are one now.";

/** What is being chosen: the conversation to merge with, or the one a message goes to. */
export type Choosing = { for: "merge" } | { for: "move"; messageId: string };

/** What a person does when messages are in the wrong conversation. `done` says what was done last, `failed` why it could not be. */
export function useCorrections(conversationId: string) {
  const cache = useQueryClient();
  const [failed, setFailed] = useState<string>();
  const [done, setDone] = useState<string>();
  const [choosing, setChoosing] = useState<Choosing>();

  const correct = useCallback(
    (correction: Promise<unknown>, words?: string) => {
      setFailed(undefined);
      setDone(undefined);
      correction
        .then(() => {
          setDone(words);
          return cache.invalidateQueries({ queryKey: conversationKey(conversationId) });
        })
        .catch((error: unknown) => setFailed(error instanceof Error ? error.message : String(error)));
    },
    [cache, conversationId],
  );
  const split = useCallback(
    (messageId: string) => correct(splitFrom(conversationId, messageId), "What was split off is a conversation of its own now."),
    [correct, conversationId],
  );
  const move = useCallback((messageId: string) => setChoosing({ for: "move", messageId }), []);

  function choose(other: string) {
    setChoosing(undefined);
    if (choosing?.for === "merge") correct(mergeWith(conversationId, other), MERGED);
    if (choosing?.for === "move")
      correct(moveTo(conversationId, [choosing.messageId], other), "The message is in the other conversation now.");
  }

  return {
    failed,
    done,
    choosing,
    choose,
    cancel: () => setChoosing(undefined),
    split,
    merge: (other?: string) => (other === undefined ? setChoosing({ for: "merge" }) : correct(mergeWith(conversationId, other), MERGED)),
    move,
    putIn: (lane: Lane) =>
      correct(putInLane(conversationId, lane), lane === "inbox" ? "It is in the inbox now." : "It is with the automated mail now."),
    undo: () => correct(undoLast(conversationId)),
  };
}
