"use client";

import { useQuery } from "@tanstack/react-query";
import { MailFrame } from "./mail-frame";
import { QuoteButton } from "./quote-button";
import { useQuoted } from "./use-quoted";

interface HtmlBodyProps {
  messageId: string;
  /** What `html` is a version of: another one is cleaned anew. */
  version: string;
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
  // Cleaned a second time where it will live: two parsers that disagree are how scripts slip through.
  const { data } = useQuery({
    queryKey: ["clean", messageId, version],
    queryFn: () => clean(html),
    gcTime: 60_000,
    placeholderData: (before) => before,
  });
  const [quoted, setQuoted] = useQuoted(messageId);
  // With a height: a message without one would draw the next into sight.
  if (data === undefined) return <div aria-busy className="min-h-52" />;
  return (
    <div className="flex flex-col items-start gap-2">
      <MailFrame messageId={messageId} html={data} dark={dark} open={quoted} title={title} onShown={onShown} />
      {folds && <QuoteButton open={quoted} onToggle={setQuoted} />}
    </div>
  );
}

async function clean(html: string) {
  const { cleanInBrowser } = await loadCleaner();
  return cleanInBrowser(html);
}

function loadCleaner() {
  return import("./clean-in-browser");
}

// While the page is still being brought to life, and not only when the first mail is there to be cleaned.
if (typeof window !== "undefined") void loadCleaner();
