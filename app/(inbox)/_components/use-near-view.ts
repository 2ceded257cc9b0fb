"use client";

import { type RefObject, useEffect, useState } from "react";

/** Before an element comes into sight, in pixels of scrolling. */
const AHEAD = 1_000;

/** Whether an element is in sight of what it scrolls in, or nearly; stays so once it was, or from the beginning. The scroller has `data-scroller`. */
export function useNearView(element: RefObject<HTMLElement | null>, fromBeginning: boolean): boolean {
  const [near, setNear] = useState(fromBeginning);

  useEffect(() => {
    const watched = element.current;
    if (!watched || near) return;
    const observer = new IntersectionObserver((entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)), {
      root: watched.closest("[data-scroller]"),
      rootMargin: `${AHEAD}px 0px`,
    });
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element, near]);

  return near;
}
