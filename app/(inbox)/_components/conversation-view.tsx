"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Conversation, Message } from "@/app/_data/conversations";
import { flipMail } from "@/app/_mail/use-flipped";
import { useKeys } from "@/app/_shell/use-keys";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Kbd } from "@/app/_ui/kbd";
import { Notice } from "@/app/_ui/notice";
import { OnDemand, onDemand } from "@/app/_ui/on-demand";
import { firstToRead } from "@/lib/conversations/first-to-read";
import { ConversationHeader } from "./conversation-header";
import { ConversationMenu } from "./conversation-menu";
import { MessageList } from "./message-list";
import { type Done, useCorrections } from "./use-corrections";
import { useMarkRead } from "./use-mark-read";
import { usePrintKey } from "./use-print-key";
import { usePrinting } from "./use-printing";
import { useStages } from "./use-stages";

// Fetched when somebody corrects something: reading a conversation does not wait for it.
const chooseConversation = onDemand(async () => (await import("./choose-conversation")).ChooseConversation);

const CHOOSING = { merge: "Merge this conversation with", move: "Move this message to" };

export interface ConversationViewProps {
  opened: Conversation;
  done: Done | undefined;
  onDone(done: Done | undefined): void;
  onClose(): void;
}

/** Messages oldest to newest: what was read before in one line each, the rest open, and the first of those in sight. */
export function ConversationView({ opened, done, onDone, onClose }: ConversationViewProps) {
  const { conversation, messages } = opened;
  // What was unread when it was opened stays open, though opening it makes it read.
  const [seen] = useState(conversation.messageCount - conversation.unread);
  const [first] = useState(() => firstToRead(messages, conversation)?.id);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const scroller = useRef<HTMLDivElement>(null);
  const { markRead, markUnread } = useMarkRead(conversation);
  const corrections = useCorrections(conversation.id, onDone);
  const { choosing, split, merge, move, undo } = corrections;

  const stages = useStages(messages.findIndex(({ id }) => id === first));
  const isUnread = (message: Message) => message.arrival > seen;
  const toggle = useCallback((id: string, open: boolean) => setToggled((before) => new Map(before).set(id, open)), []);

  function step(by: 1 | -1) {
    if (!stages.whole) flushSync(stages.finish);
    const cards = [...(scroller.current?.querySelectorAll<HTMLElement>("[data-message]") ?? [])];
    const at = cards.findIndex((card) => card.contains(document.activeElement));
    const card = cards[at === -1 ? cards.length - 1 : at + by];
    if (!card) return;
    toggle(card.dataset.message ?? "", true);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  }

  /** The message that has the focus, else the last one. */
  function current() {
    const focused = document.activeElement?.closest<HTMLElement>("[data-message]")?.dataset.message;
    return messages.find(({ id }) => id === focused) ?? messages.at(-1);
  }

  const canSplit = (id: string | undefined) => id !== undefined && id !== messages[0]?.id;
  const splitHere = () => {
    const at = current();
    if (at && canSplit(at.id)) split(at.id);
  };
  const printing = usePrinting(conversation.subject);
  const printAll = () => printing.print(messages);
  const mergeHere = () => merge();
  const moveHere = () => {
    const at = current();
    if (at && messages.length > 1) move(at.id);
  };

  useKeys({
    n: () => step(1),
    p: () => step(-1),
    I: markRead,
    U: markUnread,
    S: splitHere,
    v: moveHere,
    M: mergeHere,
    z: undo,
    D: flipMail,
  });
  usePrintKey(printAll);
  const failed = corrections.failed ?? printing.failed;

  // biome-ignore lint/correctness/useExhaustiveDependencies: only where it opens; later messages must not take the reader away.
  useEffect(() => {
    if (first !== messages[0]?.id) scroller.current?.querySelector(`[data-message="${first}"]`)?.scrollIntoView({ block: "start" });
  }, []);

  return (
    <>
      <ConversationHeader
        conversation={conversation}
        onClose={onClose}
        onMarkUnread={markUnread}
        menu={<ConversationMenu opened={opened} onMerge={merge} onLane={corrections.putIn} onUndo={undo} onPrint={printAll} />}
      />
      {choosing && (
        <Dialog open onOpenChange={corrections.cancel} title={CHOOSING[choosing.for]}>
          <OnDemand part={chooseConversation} props={{ opened, label: CHOOSING[choosing.for], onChoose: corrections.choose }} />
        </Dialog>
      )}
      <div role="status" className="px-3 not-empty:pt-3 md:px-6 print:hidden">
        {done?.conversationId === conversation.id && <Notice action={<UndoButton onUndo={undo} />}>{done.words}</Notice>}
      </div>
      {failed && (
        <div className="px-3 pt-3 md:px-6">
          <Notice tone="failed">{failed}</Notice>
        </div>
      )}
      <section
        ref={scroller}
        data-scroller
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label="Messages"
        className="min-h-0 flex-1 overflow-y-auto print:overflow-visible focus-visible:-outline-offset-2"
      >
        <MessageList
          messages={messages}
          subject={conversation.subject}
          first={first}
          stages={stages}
          toggled={toggled}
          isUnread={isUnread}
          onToggle={toggle}
          onSplit={split}
          onMove={move}
        />
      </section>
    </>
  );
}

function UndoButton({ onUndo }: { onUndo(): void }) {
  return (
    <Button look="ghost" className="-my-1.5" onClick={onUndo}>
      Undo
      <span className="pointer-coarse:hidden">
        <Kbd>z</Kbd>
      </span>
    </Button>
  );
}
