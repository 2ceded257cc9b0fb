"use client";

import { useMemo, useRef, useState } from "react";
import { useIsDark } from "@/app/_ui/use-is-dark";
import { FRAME_SANDBOX, frameDocument } from "@/lib/mail/frame";
import { IMAGES_PATH, withoutSignatures } from "@/lib/mail/images";
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

  const laidOut = useLaidOut(html, showDark);
  const document = useMemo(
    () => frameDocument(laidOut.html, { imageSources: [`${window.location.origin}${IMAGES_PATH}`], dark: laidOut.showDark }),
    [laidOut],
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
        className="block w-full rounded border bg-[white] print:border-0"
        style={{ height, colorScheme: showDark ? "dark" : "light" }}
      />
      <LinkHint leads={leads} />
    </>
  );
}

/** What the frame holds. Addresses signed anew are no reason to lay a mail out again under its reader; they are used when it is. */
function useLaidOut(html: string, showDark: boolean) {
  const [laidOut, layOut] = useState({ html, showDark });
  const same = laidOut.html === html || withoutSignatures(laidOut.html) === withoutSignatures(html);
  if (!same || laidOut.showDark !== showDark) layOut({ html, showDark });
  return laidOut;
}
