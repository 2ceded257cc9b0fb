"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { cleanedQuery } from "./cleaned";
import { MailFrame } from "./mail-frame";
import { QuoteButton } from "./quote-button";
import { useQuoted } from "./use-quoted";

interface HtmlBodyProps {
  messageId: string;
  /** What `html` is a version of: another one is cleaned anew. */
  version: number;
  html: string;
  dark: boolean;
  /** A quoted mail stands at its end. */
  folds: boolean;
  title: string;
  /** The frame has laid it out. */
  onShown?: (() => void) | undefined;
}

/** HTML mail in its frame. */
export function HtmlBody({ messageId, version, html, dark, folds, title, onShown }: HtmlBodyProps) {
  const { data, error, refetch } = useQuery({ ...cleanedQuery(messageId, version, html), placeholderData: (before) => before });
  const [quoted, setQuoted] = useQuoted(messageId);
  useEffect(() => {
    if (error && data === undefined) onShown?.();
  }, [error, data, onShown]);
  if (error && data === undefined)
    return (
      <Notice tone="failed" action={<Button onClick={() => void refetch()}>Try again</Button>}>
        The message could not be shown: what makes its HTML safe could not be fetched.
      </Notice>
    );
  // With a height: a message without one would draw the next into sight.
  if (data === undefined) return <div aria-busy className="min-h-52" />;
  return (
    <div className="flex flex-col items-start gap-2">
      <MailFrame messageId={messageId} html={data} dark={dark} open={quoted} title={title} onShown={onShown} />
      {folds && <QuoteButton open={quoted} onToggle={setQuoted} />}
    </div>
  );
}
