import type { ConversationsPage, Row } from "./conversations";

/**
 * Puts fresh rows where they belong in the pages loaded so far, newest first. `touched` are the ids that were asked for: whichever has no
 * fresh row is gone from the list. A row older than everything loaded waits for its page.
 */
export function patchPages(pages: ConversationsPage[], touched: string[], fresh: Row[]): ConversationsPage[] {
  const stale = new Set([...touched, ...fresh.map(({ id }) => id)]);
  const kept = pages.map((page) => ({ ...page, conversations: page.conversations.filter(({ id }) => !stale.has(id)) }));
  return fresh.reduce(insert, kept);
}

/** Changes one row where it stands. */
export function editRow(pages: ConversationsPage[], id: string, edit: (row: Row) => Row): ConversationsPage[] {
  return pages.map((page) => ({ ...page, conversations: page.conversations.map((row) => (row.id === id ? edit(row) : row)) }));
}

function insert(pages: ConversationsPage[], row: Row): ConversationsPage[] {
  const index = pages.findIndex((page) => page.next === null || startsAfter(page.next, row));
  if (index === -1) return pages;
  return pages.map((page, at) => (at === index ? { ...page, conversations: [...page.conversations, row].sort(newestFirst) } : page));
}

/** Whether the page that begins after `next` lies wholly below the row. The border is a value, not a row: it stays where it was. */
function startsAfter(next: string, row: Row) {
  const border = next.lastIndexOf("_");
  return newestFirst(row, { lastMessageAt: next.slice(0, border), id: next.slice(border + 1) }) <= 0;
}

function newestFirst(a: Pick<Row, "lastMessageAt" | "id">, b: Pick<Row, "lastMessageAt" | "id">): number {
  if (a.lastMessageAt !== b.lastMessageAt) return a.lastMessageAt < b.lastMessageAt ? 1 : -1;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
