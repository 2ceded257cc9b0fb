"use client";

import { CornerDownRight } from "lucide-react";
import Link from "next/link";
import { Popover } from "radix-ui";
import type { Message } from "@/app/_data/conversations";
import { Chip } from "@/app/_ui/chip";
import { explainFiling } from "@/lib/conversations/explain-filing";

/** Why a message is in this conversation, in a word; in a sentence when asked. */
export function WhyHere({ why }: { why: Message["why"] }) {
  const { label, sentence, messageId, conversationId } = explainFiling(why);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Chip icon={CornerDownRight} aria-label={`Why it is here: ${label}`}>
          {label}
        </Chip>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Why it is here"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 max-w-[min(20rem,calc(100vw-1.5rem))] animate-appear rounded border bg-raised px-3 py-2 text-list shadow-float"
        >
          <p>{sentence}</p>
          {messageId && <p className="mt-1 break-all font-mono text-ink-faint text-small">{messageId}</p>}
          {conversationId && (
            <Link
              href={`/c/${conversationId}`}
              prefetch={false}
              className="mt-2 inline-block text-accent-text underline underline-offset-2"
            >
              Open that conversation
            </Link>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
