import "server-only";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { MailboxId } from "@/db/columns";
import { conversations, reads } from "@/db/schema";
import { type ConversationCursor, type ConversationRow, conversationColumns, isNotOlderThan, isOlderThan, readBy } from "./queries";

export const FOUND_PER_PAGE = 20;
export const MAX_QUERY_CHARS = 200;
/** Conversations that are looked through for one page: however rare the words, it costs no more. */
export const LOOKED_THROUGH_PER_PAGE = 20_000;
const MAX_WORDS = 8;

export interface Found {
  conversations: ConversationRow[];
  /** Where the next page goes on: behind the last that was found, or the last that was looked at. Undefined: no more are there. */
  next: ConversationCursor | undefined;
}

/**
 * Conversations of a mailbox, of people and machines, that have every word of `query` in their subject or in the name or address of who
 * wrote, newest first. `after` is the `next` of the page before.
 */
export async function searchConversations(
  mailboxId: MailboxId,
  userId: string,
  query: string,
  { after, lookThrough = LOOKED_THROUGH_PER_PAGE }: { after?: ConversationCursor | undefined; lookThrough?: number } = {},
): Promise<Found> {
  const here = and(eq(conversations.mailboxId, mailboxId), after && isOlderThan(after));
  const end = await findEnd(here, lookThrough);
  const found = await db
    .select(conversationColumns)
    .from(conversations)
    .leftJoin(reads, readBy(userId))
    .where(and(here, end && isNotOlderThan(end), ...wordsOf(query).map(hasWord)))
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(FOUND_PER_PAGE);
  return { conversations: found, next: found.length === FOUND_PER_PAGE ? found.at(-1) : end };
}

/** The last of those that are looked through; undefined when there are no more. Read from the index alone. */
async function findEnd(here: SQL | undefined, lookThrough: number): Promise<ConversationCursor | undefined> {
  const [end] = await db
    .select({ lastMessageAt: conversations.lastMessageAt, id: conversations.id })
    .from(conversations)
    .where(here)
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .offset(lookThrough - 1)
    .limit(1);
  return end;
}

function wordsOf(query: string): string[] {
  return query.slice(0, MAX_QUERY_CHARS).replaceAll("\0", "").toWellFormed().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
}

function hasWord(word: string): SQL {
  const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  const { subject, senders, authors } = conversations;
  return sql`(${subject} ilike ${pattern} or array_to_string(${authors}, ' ') ilike ${pattern}
    or exists (select from jsonb_array_elements_text(${senders}) as name where name ilike ${pattern}))`;
}
