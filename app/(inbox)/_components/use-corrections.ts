"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { type CorrectionAnswer, mergeWith, moveTo, putInLane, splitFrom, undoLast } from "@/app/_data/corrections";
import { conversationKey } from "@/app/_data/keys";
import type { Lane } from "@/db/schema";

const MERGED = "The two conversations are one now.";

/** What is being chosen: the conversation to merge with, or the one a message goes to. */
export type Choosing = { for: "merge" } | { for: "move"; messageId: string };

/** What was done last, and in which conversation that is said. Kept above the view of one conversation: a merge may open another one. */
export interface Done {
  conversationId: string;
  words: string;
}

/** What a person does when messages are in the wrong conversation. `onDone` is told what was done last; `failed` says why something could not be. */
export function useCorrections(conversationId: string, onDone: (done: Done | undefined) => void) {
  const cache = useQueryClient();
  const [failed, setFailed] = useState<string>();
  const [choosing, setChoosing] = useState<Choosing>();

  const correct = useCallback(
    (correction: Promise<CorrectionAnswer>, words?: string, saidIn = (_: CorrectionAnswer) => conversationId) => {
      setFailed(undefined);
      onDone(undefined);
      correction
        .then((answer) => {
          if (words) onDone({ conversationId: saidIn(answer), words });
          return cache.invalidateQueries({ queryKey: conversationKey(conversationId) });
        })
        .catch((error: unknown) => setFailed(error instanceof Error ? error.message : String(error)));
    },
    [cache, conversationId, onDone],
  );
  const split = useCallback(
    (messageId: string) => correct(splitFrom(conversationId, messageId), "What was split off is a conversation of its own now."),
    [correct, conversationId],
  );
  const move = useCallback((messageId: string) => setChoosing({ for: "move", messageId }), []);

  const mergeInto = (other: string) => correct(mergeWith(conversationId, other), MERGED, (answer) => answer.conversationId);

  function choose(other: string) {
    setChoosing(undefined);
    if (choosing?.for === "merge") mergeInto(other);
    if (choosing?.for === "move")
      correct(moveTo(conversationId, [choosing.messageId], other), "The message is in the other conversation now.");
  }

  return {
    failed,
    choosing,
    choose,
    cancel: () => setChoosing(undefined),
    split,
    merge: (other?: string) => (other === undefined ? setChoosing({ for: "merge" }) : mergeInto(other)),
    move,
    putIn: (lane: Lane) =>
      correct(putInLane(conversationId, lane), lane === "inbox" ? "It is in the inbox now." : "It is with the automated mail now."),
    undo: () => correct(undoLast(conversationId)),
  };
}
