"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { messageBodyQuery } from "@/app/_data/bodies";
import type { Message } from "@/app/_data/conversations";
import { HtmlBody } from "@/app/_mail/html-body";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { Skeleton } from "@/app/_ui/skeleton";
import { HeaderTable } from "./header-table";
import { ImageBanner } from "./image-banner";
import type { BodyView } from "./message-tabs";
import { SourceText } from "./source-text";
import { TextBody } from "./text-body";

const REFUSED = {
  "too-large": "The HTML of this message is too large to show. This is its text.",
  "too-deep": "The HTML of this message is nested too deep to show. This is its text.",
  "too-many-tags": "The HTML of this message has too many elements to show. This is its text.",
  "too-slow": "The HTML of this message took too long to make safe. This is its text.",
};

interface MessageBodyProps {
  message: Message;
  view: BodyView;
  /** It is laid out, or why it is not to be had. */
  onShown: (() => void) | undefined;
}

/** What a message says, as the reader wants to see it. */
export function MessageBody({ message, view, onShown }: MessageBodyProps) {
  const [images, setImages] = useState(false);
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    ...messageBodyQuery(message.id, { images }),
    // Without its images, until they are allowed.
    placeholderData: (before) => before,
  });

  const inFrame = view === "rendered" && data?.html?.ok;
  const settled = (data || error) && !inFrame;
  useEffect(() => {
    if (settled) onShown?.();
  }, [settled, onShown]);

  if (view === "source") return <SourceText messageId={message.id} />;
  if (error && !data)
    return (
      <Notice tone="failed" action={<Button onClick={() => void refetch()}>Try again</Button>}>
        {`The message could not be loaded. ${error.message}`}
      </Notice>
    );
  if (!data)
    return (
      <div aria-busy="true" className="flex min-h-52 flex-col gap-2 py-2">
        <span className="sr-only">Loading the message</span>
        <Skeleton className="w-full" />
        <Skeleton className="w-4/5" />
      </div>
    );
  if (view === "headers") return <HeaderTable headers={data.headers} />;
  if (view === "plain" || !data.html) return <TextBody messageId={message.id} text={data.text} />;
  if (!data.html.ok)
    return (
      <div className="flex flex-col gap-3">
        <Notice>{REFUSED[data.html.reason]}</Notice>
        <TextBody messageId={message.id} text={data.text} />
      </div>
    );

  const { html, dark, folds = false, remoteImages, trackers } = data.html;
  return (
    <div className="flex flex-col gap-3">
      <ImageBanner
        messageId={message.id}
        remote={remoteImages.length}
        trackers={trackers.length}
        images={data.images}
        onShow={() => setImages(true)}
      />
      <HtmlBody
        messageId={message.id}
        version={dataUpdatedAt}
        html={html}
        dark={dark}
        folds={folds}
        title={`Message: ${message.subject || "No subject"}`}
        onShown={onShown}
      />
    </div>
  );
}
