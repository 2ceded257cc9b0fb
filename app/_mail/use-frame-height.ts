import { type RefObject, useEffect, useState } from "react";

/** Until it has been measured, in pixels; all there is where it cannot be. */
const FIRST_HEIGHT = 160;
/** A mail that keeps growing scrolls inside its frame instead. */
const MAX_HEIGHT = 20_000;

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
    element.addEventListener("load", attach);
    attach();
    return () => {
      element.removeEventListener("load", attach);
      observer?.disconnect();
    };
  }, [frame, messageId]);

  return height;
}
