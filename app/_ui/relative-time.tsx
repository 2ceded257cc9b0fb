"use client";

import { type PointerEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { exactTime, relativeTime } from "./time";
import { Tooltip } from "./tooltip";
import { useOwnWords } from "./use-own-words";

const TICK_MS = 30_000;
/** As long as other tooltips wait (tooltip.tsx). */
const TOOLTIP_MS = 400;

/** When, in few characters; exactly, on hover and focus. `at` is an ISO instant. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useSyncExternalStore(subscribe, clock, clock);
  const [explained, setExplained] = useState(false);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const instant = new Date(at);
  const words = relativeTime(instant, new Date(now));
  const element = useOwnWords<HTMLTimeElement>(words);

  useEffect(() => () => clearTimeout(rest.current), []);

  function onPointerEnter({ pointerType }: PointerEvent) {
    if (pointerType !== "touch") rest.current = setTimeout(() => setExplained(true), TOOLTIP_MS);
  }

  const time = (
    <time
      ref={element}
      dateTime={at}
      data-relative
      className={className}
      suppressHydrationWarning
      onPointerEnter={onPointerEnter}
      onPointerLeave={() => clearTimeout(rest.current)}
    >
      {words}
    </time>
  );
  // Lists hold hundreds of times: what explains one is made for the one that is asked about.
  return explained ? (
    <Tooltip label={exactTime(instant)} onClose={() => setExplained(false)}>
      {time}
    </Tooltip>
  ) : (
    time
  );
}

/** One timer for all times on the page. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

// On paper "now" says nothing later (globals.css). Not before: the exact words of hundreds of times are slow to find.
if (typeof window !== "undefined")
  window.addEventListener("beforeprint", () => {
    for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-relative]"))
      time.dataset.exact = exactTime(new Date(time.dateTime));
  });

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, TICK_MS);

  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Rounded: a store must answer the same until something changed. */
function clock() {
  return Math.floor(Date.now() / TICK_MS) * TICK_MS + TICK_MS;
}
