"use client";

import { useMemo, useRef } from "react";
import { useIsDark } from "@/app/_ui/use-is-dark";
import { ATTACHMENTS_PATH } from "@/lib/attachments/address";
import { FRAME_SANDBOX, frameDocument } from "@/lib/mail/frame";
import { IMAGES_PATH } from "@/lib/mail/images";
import { LinkHint } from "./link-hint";
import { useFlipped } from "./use-flipped";
import { useFrameEvents } from "./use-frame-events";
import { useFrameHeight } from "./use-frame-height";
import { useFrameState } from "./use-frame-state";

interface MailFrameProps {
  messageId: string;
  html: string;
  /** The mail brings dark styles of its own. */
  dark: boolean;
  /** The quoted mail at its end is shown. */
  open: boolean;
  title: string;
  /** Its document is laid out. */
  onShown?: (() => void) | undefined;
}

/** The frame no script runs in and no request leaves. As high as its content. */
export function MailFrame({ messageId, html, dark, open, title, onShown }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const height = useFrameHeight(frame, messageId);
  const leads = useFrameEvents(frame);
  const pageIsDark = useIsDark();
  const flipped = useFlipped();
  // A mail with dark styles follows the page, or its opposite; any other stays light, or has its colours turned around.
  const showDark = dark && pageIsDark !== flipped;
  useFrameState(frame, { open, inverted: flipped && !dark });

  const document = useMemo(
    () =>
      frameDocument(html, {
        imageSources: [ATTACHMENTS_PATH, IMAGES_PATH].map((path) => `${window.location.origin}${path}`),
        dark: showDark,
      }),
    [html, showDark],
  );

  return (
    <>
      <iframe
        ref={frame}
        title={title}
        onLoad={onShown}
        sandbox={FRAME_SANDBOX}
        srcDoc={document}
        referrerPolicy="no-referrer"
        className="block w-full rounded border bg-[white]"
        style={{ height, colorScheme: showDark ? "dark" : "light" }}
      />
      <LinkHint leads={leads} />
    </>
  );
}
