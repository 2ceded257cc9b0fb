import { type RefObject, useEffect, useState } from "react";

/** Until it has been measured, in pixels; all there is where it cannot be. */
const FIRST_HEIGHT = 160;
/** A mail that keeps growing scrolls inside its frame instead. */
const MAX_HEIGHT = 20_000;

/** What fits on A4 and Letter between the margins of globals.css. */
const PAPER_WIDTH = "178mm";

/** How high each mail was when it was last shown: opened again, nothing below it moves. */
const knownHeights = new Map<string, number>();

/** The height of a frame's content in pixels, measured by the page around it: nothing runs inside. */
export function useFrameHeight(frame: RefObject<HTMLIFrameElement | null>, messageId: string): number {
  const [height, setHeight] = useState(knownHeights.get(messageId) ?? FIRST_HEIGHT);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let observer: ResizeObserver | undefined;

    const attach = () => {
      const content = element.contentDocument?.getElementById("mail");
      if (!content) return;
      observer?.disconnect();
      observer = new ResizeObserver(() => {
        const measured = Math.min(MAX_HEIGHT, Math.ceil(content.getBoundingClientRect().height));
        knownHeights.set(messageId, measured);
        setHeight(measured);
      });
      observer.observe(content);
    };
    // All of it on paper, at the width it has there: no observer is told before the page is drawn.
    const unfold = () => {
      element.style.width = PAPER_WIDTH;
      const content = element.contentDocument?.getElementById("mail");
      if (content) element.style.height = `${Math.ceil(content.getBoundingClientRect().height)}px`;
    };
    const fold = () => {
      element.style.width = "";
      element.style.height = `${knownHeights.get(messageId) ?? FIRST_HEIGHT}px`;
    };
    element.addEventListener("load", attach);
    window.addEventListener("beforeprint", unfold);
    window.addEventListener("afterprint", fold);
    attach();
    return () => {
      element.removeEventListener("load", attach);
      window.removeEventListener("beforeprint", unfold);
      window.removeEventListener("afterprint", fold);
      observer?.disconnect();
    };
  }, [frame, messageId]);

  return height;
}
