import { z } from "zod";
import { CONVERSATIONS_PER_PAGE, type ConversationCursor } from "./queries";

const SEPARATOR = "_";
const place = z.tuple([z.iso.datetime().transform((at) => new Date(at)), z.uuid()]);

/** Reads back what `formatPage` wrote; null is the first page. */
export function parsePage(value: string | null): { ok: true; cursor: ConversationCursor | undefined } | { ok: false; reason: string } {
  if (value === null) return { ok: true, cursor: undefined };

  const parsed = place.safeParse(value.split(SEPARATOR));
  if (!parsed.success) return { ok: false, reason: "after must be the `next` of the page before." };
  const [lastMessageAt, id] = parsed.data;
  return { ok: true, cursor: { lastMessageAt, id } };
}

/** Where the next page starts, or null when this one was the last. */
export function formatPage(rows: ConversationCursor[]): string | null {
  return rows.length < CONVERSATIONS_PER_PAGE ? null : formatCursor(rows.at(-1));
}

/** What a reader gives back to go on from there; null from nowhere. */
export function formatCursor(cursor: ConversationCursor | undefined): string | null {
  return cursor ? [cursor.lastMessageAt.toISOString(), cursor.id].join(SEPARATOR) : null;
}
