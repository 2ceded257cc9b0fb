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
  const last = rows.at(-1);
  if (!last || rows.length < CONVERSATIONS_PER_PAGE) return null;
  return [last.lastMessageAt.toISOString(), last.id].join(SEPARATOR);
}
