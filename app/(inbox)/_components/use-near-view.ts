"use client";

import { type RefObject, useEffect, useState } from "react";

/** Before an element comes into sight, in pixels of scrolling. */
const AHEAD = 1_000;

/**
 * Whether an element is in sight of what it scrolls in, or nearly; stays so once it was. Looks only while `watch`. The scroller has
 * `data-scroller`.
 */
export function useNearView(element: RefObject<HTMLElement | null>, watch: boolean): boolean {
  const [near, setNear] = useState(false);

  useEffect(() => {
    const watched = element.current;
    const scroller = watched?.closest("[data-scroller]");
    if (!watched || !scroller || !watch || near) return;
    const view = viewOf(scroller);
    view.comes.set(watched, () => setNear(true));
    view.observer.observe(watched);
    return () => {
      view.comes.delete(watched);
      view.observer.unobserve(watched);
    };
  }, [element, watch, near]);

  return near;
}

interface View {
  observer: IntersectionObserver;
  /** What to do once an element is near. */
  comes: Map<Element, () => void>;
}

/** One observer for all that scrolls together. */
const views = new WeakMap<Element, View>();

function viewOf(scroller: Element): View {
  const known = views.get(scroller);
  if (known) return known;

  const comes: View["comes"] = new Map();
  const come = (entries: IntersectionObserverEntry[]) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) comes.get(target)?.();
  };
  const observer = new IntersectionObserver(come, { root: scroller, rootMargin: `${AHEAD}px 0px` });
  const view = { observer, comes };
  views.set(scroller, view);
  return view;
}
