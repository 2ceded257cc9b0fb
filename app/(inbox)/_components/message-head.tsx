"use client";

import { Bot, ChevronUp } from "lucide-react";
import { useState } from "react";
import type { Message } from "@/app/_data/conversations";
import { Chip } from "@/app/_ui/chip";
import { IconButton } from "@/app/_ui/icon-button";
import { Notice } from "@/app/_ui/notice";
import { RelativeTime } from "@/app/_ui/relative-time";
import { explainDoubt } from "@/lib/conversations/explain-filing";
import { AddressLine, AddressText } from "./address-text";
import { MessageDetails } from "./message-details";
import { type MessageActions, MessageMenu } from "./message-menu";
import { type BodyView, MessageTabs } from "./message-tabs";
import { WhyHere } from "./why-here";

interface MessageHeadProps {
  message: Message;
  views: readonly BodyView[];
  /** The views need not be in sight. */
  quiet: boolean;
  onFold?(): void;
  actions: MessageActions;
}

/** Who really sent it, to whom, when, and why it is in this conversation. */
export function MessageHead({ message, views, quiet, onFold, actions }: MessageHeadProps) {
  const [details, setDetails] = useState(false);
  const { from, sender } = message;
  const via = sender && sender.address !== from?.address ? sender : undefined;

  return (
    <header className="mb-4 flex flex-col gap-1.5">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1 break-words pt-1">
          <AddressText address={from} />
          {via && (
            <span className="text-ink-soft">
              {" via "}
              <AddressText address={via} />
            </span>
          )}
        </div>
        <RelativeTime at={message.orderAt} className="shrink-0 pt-1 text-ink-faint text-small tabular-nums" />
        <div className="flex shrink-0">
          <MessageMenu messageId={message.id} actions={actions} />
          {onFold && <IconButton icon={ChevronUp} label="Fold this message" onClick={onFold} />}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft text-small">
        <AddressLine label="to" addresses={message.to} />
        <AddressLine label="cc" addresses={message.cc} />
        <Chip aria-expanded={details} onClick={() => setDetails(!details)}>
          {details ? "Less" : "Details"}
        </Chip>
        <WhyHere why={message.why} />
        <MessageTabs views={views} quiet={quiet} />
      </div>
      {details && <MessageDetails message={message} />}
      {message.doubt && (
        <Notice tone={message.doubt.because === "impersonation" ? "failed" : "waiting"}>
          <bdi>{explainDoubt(message.doubt).sentence}</bdi>
        </Notice>
      )}
      {message.automated && <Notice icon={Bot}>{message.automated.reason}</Notice>}
      {message.leftClosed && (
        <Notice tone="waiting">Mail had opened this conversation too often within an hour, so this message left it closed.</Notice>
      )}
      {message.midReused && <Notice>Another message here has the same Message-ID and other content. Both are kept.</Notice>}
      {message.notes.length > 0 && (
        <Notice tone="waiting">
          {[...new Set(message.notes)].map((note) => (
            <p key={note}>
              <bdi>{note}</bdi>
            </p>
          ))}
        </Notice>
      )}
    </header>
  );
}
