"use client";

import { startTransition, useCallback, useEffect, useState } from "react";

/** Messages above the one that is read first that are drawn with it: those that are in sight where it is the last and short. */
const ABOVE = 24;
const BELOW = 8;
/** A body that takes longer holds nothing else back. Long, because on a busy machine the rest would come before what is waited for. */
const MAX_WAIT_MS = 2_000;

/**
 * Opens a long list of messages in two stages: what is in sight at `first` (an index), then the rest. The second begins when `onShown` says
 * that the reader has something to read, and lets keys and clicks go before it. `finish` goes there at once.
 */
export function useStages(first: number) {
  const [whole, setWhole] = useState(false);
  const finish = useCallback(() => setWhole(true), []);
  // In a task of its own after the frame with the message: a timer alone would come before it.
  const onShown = useCallback(() => {
    requestAnimationFrame(() => setTimeout(() => startTransition(finish)));
  }, [finish]);

  useEffect(() => {
    const timer = setTimeout(() => startTransition(finish), MAX_WAIT_MS);
    return () => clearTimeout(timer);
  }, [finish]);

  return {
    whole,
    from: whole ? 0 : Math.max(0, first - ABOVE),
    to: whole ? Number.POSITIVE_INFINITY : first + BELOW,
    onShown,
    finish,
  };
}
