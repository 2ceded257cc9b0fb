"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useIsDark } from "@/app/_ui/use-is-dark";
import { ATTACHMENTS_PATH } from "@/lib/attachments/address";
import { FRAME_SANDBOX, frameDocument } from "@/lib/mail/frame";
import { IMAGES_PATH } from "@/lib/mail/images";

/** Until it has been measured, in pixels. */
const FIRST_HEIGHT = 160;
/** A mail that keeps growing scrolls inside its frame instead. */
const MAX_HEIGHT = 20_000;

/** How high each mail was when it was last shown: opened again, nothing below it moves. */
const knownHeights = new Map<string, number>();

/** The frame no script runs in and no request leaves. As high as its content, which the page measures from outside. */
export function MailFrame({ messageId, html, dark, title }: { messageId: string; html: string; dark: boolean; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(knownHeights.get(messageId) ?? FIRST_HEIGHT);
  const pageIsDark = useIsDark();
  const showDark = dark && pageIsDark;

  const document = useMemo(
    () =>
      frameDocument(html, {
        imageSources: [ATTACHMENTS_PATH, IMAGES_PATH].map((path) => `${window.location.origin}${path}`),
        dark: showDark,
      }),
    [html, showDark],
  );

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
      // Keys pressed inside the mail are meant for the page: nothing in there listens.
      element.contentDocument?.addEventListener("keydown", passOn);
    };
    element.addEventListener("load", attach);
    attach();
    return () => {
      element.removeEventListener("load", attach);
      observer?.disconnect();
    };
  }, [messageId]);

  return (
    <iframe
      ref={frame}
      title={title}
      sandbox={FRAME_SANDBOX}
      srcDoc={document}
      referrerPolicy="no-referrer"
      className="block w-full rounded border bg-[white]"
      style={{ height, colorScheme: showDark ? "dark" : "light" }}
    />
  );
}

function passOn({ key, code, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  window.dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, ctrlKey, metaKey, altKey }));
}
