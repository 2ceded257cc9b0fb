"use client";

import { useQuery } from "@tanstack/react-query";
import { Tabs } from "radix-ui";
import { messageBodyQuery } from "@/app/_data/bodies";
import type { Message } from "@/app/_data/conversations";
import { Notice } from "@/app/_ui/notice";
import { AttachmentStrip } from "./attachment-strip";
import { MessageBody } from "./message-body";
import { MessageFacts } from "./message-facts";
import { MessageHead } from "./message-head";
import type { MessageActions } from "./message-menu";
import type { BodyView } from "./message-tabs";
import { RereadNotice } from "./reread-notice";
import { usePrinting } from "./use-printing";
import { useReread } from "./use-reread";

const VIEWS: BodyView[] = ["rendered", "plain", "source", "headers"];
const TEXT_VIEWS: BodyView[] = ["plain", "source", "headers"];

interface OpenMessageProps {
  message: Message;
  view: BodyView;
  onView(view: BodyView): void;
  onFold?: () => void;
  /** Of its conversation. */
  subject: string;
  actions: Omit<MessageActions, "reread" | "print">;
  /** What it says is there to be read, or cannot be. */
  onShown: (() => void) | undefined;
}

/** All of a message: who and when, what it says in the view one likes, what hangs on it. */
export function OpenMessage({ message, subject, view, onView, onFold, actions, onShown }: OpenMessageProps) {
  const { data } = useQuery(messageBodyQuery(message.id));
  const printing = usePrinting(subject);
  const reread = useReread(message);
  const onlyText = data !== undefined && data.html === null;
  const views = onlyText ? TEXT_VIEWS : VIEWS;
  const shown = views.includes(view) ? view : "plain";

  return (
    <Tabs.Root value={shown} onValueChange={(next) => onView(next as BodyView)} className="py-3">
      <MessageHead
        message={message}
        views={views}
        quiet={data === undefined || (onlyText && shown === "plain")}
        actions={{ ...actions, reread: reread.start, print: () => printing.print([message], shown) }}
        {...(onFold ? { onFold } : {})}
      />
      <div role="status">
        <RereadNotice reread={reread} />
      </div>
      {printing.failed && <Notice tone="failed">{printing.failed}</Notice>}
      <MessageFacts message={message} />
      <Tabs.Content value={shown} data-body className="rounded-sm">
        <MessageBody message={message} view={shown} onShown={onShown} />
      </Tabs.Content>
      <AttachmentStrip message={message} />
    </Tabs.Root>
  );
}
