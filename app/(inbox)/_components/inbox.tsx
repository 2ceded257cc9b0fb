"use client";

import { useEffect, useState } from "react";
import { cx } from "@/app/_ui/cx";
import { ConversationList } from "./conversation-list";
import { ConversationPane } from "./conversation-pane";
import { NoneSelected } from "./none-selected";
import { useSelection } from "./selection";
import type { Done } from "./use-corrections";

/** List and conversation side by side; on a phone one at a time. */
export function Inbox() {
  const { mailboxId, lane, conversationId, open, close } = useSelection();
  /** The row that j and k move from: the open conversation, or the one that was. */
  const [cursor, setCursor] = useState(conversationId);
  const [done, setDone] = useState<Done>();

  useEffect(() => {
    if (conversationId) setCursor(conversationId);
    // Whoever goes on has seen it.
    setDone((last) => (last?.conversationId === conversationId ? last : undefined));
  }, [conversationId]);

  return (
    <>
      <section
        aria-label="Conversations"
        className={cx(
          "min-w-0 flex-col print:hidden md:flex md:border-r md:w-88 md:shrink-0 xl:w-96",
          conversationId ? "hidden" : "flex w-full",
        )}
      >
        <ConversationList
          key={`${mailboxId} ${lane}`}
          mailboxId={mailboxId}
          lane={lane}
          openId={conversationId}
          cursor={cursor}
          onCursor={setCursor}
          onOpen={open}
          onClose={close}
        />
      </section>
      <main className={cx("min-w-0 flex-1 flex-col print:block md:flex", conversationId ? "flex" : "hidden")}>
        {conversationId ? (
          <ConversationPane key={conversationId} conversationId={conversationId} done={done} onDone={setDone} onClose={close} />
        ) : (
          <NoneSelected />
        )}
      </main>
    </>
  );
}
