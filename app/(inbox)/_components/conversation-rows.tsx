"use client";

import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type Ref, type UIEvent, useEffect, useImperativeHandle, useRef } from "react";
import type { Row } from "@/app/_data/conversations";
import { ConversationRow } from "./conversation-row";
import { ROW_HEIGHT } from "./row-height";
import { useArrivals } from "./use-arrivals";

const OVERSCAN = 8;
/** The next page is asked for this many rows before the end is in sight. */
const AHEAD = 25;
/** Pixels from the top that still count as being there. */
const TOP = 8;
/** What the server assumes of the browser's window, in pixels: rows enough for the first paint. */
const FIRST_RECT = { width: 352, height: 900 };

export interface RowsHandle {
  /** Brings a row into sight, and the focus to it. */
  reveal(id: string, focus: boolean): void;
  toTop(): void;
  hasFocus(): boolean;
}

interface ConversationRowsProps {
  ref: Ref<RowsHandle>;
  rows: Row[];
  openId: string | undefined;
  cursor: string | undefined;
  onMove(step: 1 | -1): void;
  onOpen(id: string): void;
  onTop(atTop: boolean): void;
  onEnd(): void;
}

/** Only the rows in sight exist in the page, however long the list is. */
export function ConversationRows({ ref, rows, openId, cursor, onMove, onOpen, onTop, onEnd }: ConversationRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const atTop = useRef(true);
  const focusNext = useRef<string>(undefined);
  const arrivals = useArrivals(rows);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    initialRect: FIRST_RECT,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // Tab reaches one row; from there the arrows move.
  const tabStop = rows.some(({ id }) => id === cursor) ? cursor : rows[0]?.id;

  useEffect(() => {
    if (last + AHEAD >= rows.length) onEnd();
  }, [last, rows.length, onEnd]);

  useImperativeHandle(ref, () => ({
    reveal(id, focus) {
      const index = rows.findIndex((row) => row.id === id);
      if (index === -1) return;
      if (!isInSight(virtualizer, index)) virtualizer.scrollToIndex(index, { align: "auto" });
      if (focus) focusNext.current = id;
    },
    toTop: () => virtualizer.scrollToOffset(0),
    hasFocus: () => scroller.current?.contains(document.activeElement) ?? false,
  }));

  // A row that was out of sight exists only after the list has scrolled to it.
  useEffect(() => {
    const row = focusNext.current && scroller.current?.querySelector<HTMLElement>(`[data-conversation="${focusNext.current}"]`);
    if (!row) return;
    focusNext.current = undefined;
    row.focus({ preventScroll: true });
  });

  function onScroll({ currentTarget }: UIEvent<HTMLElement>) {
    const now = currentTarget.scrollTop < TOP;
    if (now === atTop.current) return;
    atTop.current = now;
    onTop(now);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    onMove(event.key === "ArrowDown" ? 1 : -1);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens for keys that its rows do not take.
    <div
      ref={scroller}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none]"
    >
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <li
                key={row.id}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0 transition-transform duration-150 ease-out"
                style={{ height: ROW_HEIGHT, transform: `translateY(${item.start}px)` }}
              >
                <ConversationRow
                  row={row}
                  open={row.id === openId}
                  tabStop={row.id === tabStop}
                  arrived={arrivals.has(row.id)}
                  onOpen={onOpen}
                />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

/** From what the list knows of itself: asked to scroll to where it stands, it would have all that was just drawn laid out first. */
function isInSight({ scrollOffset, scrollRect }: Virtualizer<HTMLDivElement, Element>, index: number): boolean {
  const top = index * ROW_HEIGHT - (scrollOffset ?? 0);
  return scrollRect !== null && top >= 0 && top + ROW_HEIGHT <= scrollRect.height;
}
