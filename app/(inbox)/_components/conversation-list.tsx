"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { conversationsQuery } from "@/app/_data/conversations";
import { prefetchLater } from "@/app/_data/prefetch";
import { useKeys } from "@/app/_shell/use-keys";
import { plural } from "@/app/_ui/numbers";
import type { Lane } from "@/db/schema";
import { ConversationRows, type RowsHandle } from "./conversation-rows";
import { type Held, hold, holdRows } from "./hold-rows";
import { ListHeader } from "./list-header";
import { ListState } from "./list-state";

interface ConversationListProps {
  mailboxId: string;
  lane: Lane;
  openId: string | undefined;
  cursor: string | undefined;
  onCursor(id: string): void;
  onOpen(id: string): void;
  onClose(): void;
}

/** The conversations of a mailbox, newest first: those of people, or those of machines. */
export function ConversationList({ mailboxId, lane, openId, cursor, onCursor, onOpen, onClose }: ConversationListProps) {
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    conversationsQuery(mailboxId, lane),
  );
  const cache = useQueryClient();
  const [held, setHeld] = useState<Held>();
  const rowsHandle = useRef<RowsHandle>(null);

  const rows = useMemo(() => data?.pages.flatMap((page) => page.conversations) ?? [], [data]);
  const { shown, waiting } = useMemo(() => holdRows(rows, held), [rows, held]);

  const onTop = useCallback((atTop: boolean) => setHeld(atTop ? undefined : hold(rows)), [rows]);
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  function move(step: 1 | -1) {
    const at = shown.findIndex(({ id }) => id === cursor);
    const to = shown[at === -1 ? 0 : at + step];
    if (!to) return;
    onCursor(to.id);
    if (openId) onOpen(to.id);
    rowsHandle.current?.reveal(to.id, !openId || rowsHandle.current.hasFocus());
  }

  function leave() {
    if (!openId) return;
    onClose();
    rowsHandle.current?.reveal(openId, true);
  }

  const next = () => move(1);
  const previous = () => move(-1);
  const openCursor = () => cursor && onOpen(cursor);
  // With a conversation open, arrows scroll it.
  const arrows = openId ? {} : { ArrowDown: next, ArrowUp: previous };
  useKeys({ j: next, k: previous, ...arrows, Enter: openCursor, o: openCursor, u: leave, Escape: leave });

  // The row of a conversation opened by its address may stand anywhere.
  useEffect(() => {
    if (openId) rowsHandle.current?.reveal(openId, false);
  }, [openId]);

  // Most often the next one is the next to be read.
  const after = openId && shown[shown.findIndex(({ id }) => id === openId) + 1]?.id;
  useEffect(() => {
    return after ? prefetchLater(cache, after) : undefined;
  }, [cache, after]);

  return (
    <>
      <ListHeader mailboxId={mailboxId} lane={lane} />
      <div className="relative min-h-0 flex-1">
        {shown.length > 0 ? (
          <ConversationRows
            ref={rowsHandle}
            rows={shown}
            openId={openId}
            cursor={cursor}
            onMove={move}
            onOpen={onOpen}
            onTop={onTop}
            onEnd={onEnd}
          />
        ) : (
          <ListState lane={lane} pending={isPending} error={error} onRetry={() => void refetch()} />
        )}
        {waiting > 0 && (
          <button
            type="button"
            onClick={() => rowsHandle.current?.toTop()}
            className="absolute top-2 left-1/2 flex h-7 -translate-x-1/2 animate-arrive items-center gap-1 rounded-full bg-accent px-3 font-medium text-accent-ink text-small shadow-float hover:bg-accent-hover"
          >
            <ArrowUp aria-hidden size={14} />
            {plural(waiting, "new", "new")}
          </button>
        )}
      </div>
    </>
  );
}
