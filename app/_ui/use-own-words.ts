"use client";

import { type RefObject, useEffect, useRef } from "react";

/**
 * For an element whose only text the server wrote in its own zone and language. React was told to expect that (`suppressHydrationWarning`)
 * and leaves it as it is: this says it again in the reader's `words`.
 */
export function useOwnWords<Element extends HTMLElement>(words: string): RefObject<Element | null> {
  const element = useRef<Element>(null);

  useEffect(() => {
    if (element.current && element.current.textContent !== words) element.current.textContent = words;
  }, [words]);

  return element;
}
