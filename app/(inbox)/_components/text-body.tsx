"use client";

import type { MessageBody } from "@/app/_data/bodies";
import { leavePath } from "@/app/_mail/leave-path";
import { QuoteButton } from "@/app/_mail/quote-button";
import { useQuoted } from "@/app/_mail/use-quoted";
import { Notice } from "@/app/_ui/notice";

type PlainBody = MessageBody["text"];

/** Plain text as it was written, with its links; quotes at the end folded. */
export function TextBody({ messageId, text }: { messageId: string; text: PlainBody }) {
  const [quoted, setQuoted] = useQuoted(messageId);
  if (text.tokens.length + text.quoted.length === 0) return <p className="text-ink-faint">This message has no text.</p>;

  return (
    <div dir="auto" className="max-w-[76ch] whitespace-pre-wrap break-words text-read">
      <Tokens tokens={text.tokens} />
      {text.quoted.length > 0 && (
        <>
          <QuoteButton open={quoted} onToggle={setQuoted} />
          {quoted && (
            <div className="text-ink-soft">
              <Tokens tokens={text.quoted} />
            </div>
          )}
        </>
      )}
      {text.cut && (
        <div className="mt-3 text-list">
          <Notice>This is the beginning of a very long text. The source and the raw mail hold all of it.</Notice>
        </div>
      )}
    </div>
  );
}

function Tokens({ tokens }: { tokens: PlainBody["tokens"] }) {
  return tokens.map(({ text, href, doubtful }, index) => {
    if (!href) return text;
    return (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: the text of a message never changes.
        key={index}
        href={doubtful ? leavePath(href, text) : href}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        className="text-accent-text underline underline-offset-2"
      >
        {text}
      </a>
    );
  });
}
