"use client";

import { useQuery } from "@tanstack/react-query";
import { type MessageBody as Body, messageBodyQuery } from "@/app/_data/bodies";
import type { Message } from "@/app/_data/conversations";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { Skeleton } from "@/app/_ui/skeleton";
import { HeaderTable } from "./header-table";
import { HtmlBody } from "./html-body";
import type { BodyView } from "./message-menu";
import { SourceText } from "./source-text";
import { TextBody } from "./text-body";

const REFUSED = {
  "too-large": "The HTML of this message is too large to show. This is its text.",
  "too-deep": "The HTML of this message is nested too deep to show. This is its text.",
  "too-many-tags": "The HTML of this message has too many elements to show. This is its text.",
  "too-slow": "The HTML of this message took too long to make safe. This is its text.",
};

/** What a message says, as the reader wants to see it. */
export function MessageBody({ message, view }: { message: Message; view: BodyView }) {
  const { data, error, refetch } = useQuery(messageBodyQuery(message.id));

  if (view === "source") return <SourceText messageId={message.id} />;
  if (data) return <Shown message={message} body={data} view={view} />;
  if (error)
    return (
      <Notice tone="failed" action={<Button onClick={() => void refetch()}>Try again</Button>}>
        {`The message could not be loaded. ${error.message}`}
      </Notice>
    );
  return (
    <div aria-busy="true" className="flex flex-col gap-2 py-2">
      <span className="sr-only">Loading the message</span>
      <Skeleton className="w-full" />
      <Skeleton className="w-4/5" />
    </div>
  );
}

function Shown({ message, body, view }: { message: Message; body: Body; view: Exclude<BodyView, "source"> }) {
  if (view === "headers") return <HeaderTable headers={body.headers} />;
  if (view === "plain" || !body.html) return <TextBody text={body.text} />;
  if (body.html.ok) return <HtmlBody messageId={message.id} html={body.html} title={`Message: ${message.subject || "No subject"}`} />;
  return (
    <div className="flex flex-col gap-3">
      <Notice>{REFUSED[body.html.reason]}</Notice>
      <TextBody text={body.text} />
    </div>
  );
}
