import "server-only";
import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { MailboxId, WorkspaceId } from "@/db/columns";
import { type AutomatedMark, conversationAliases, conversations, type Lane, messages, reads } from "@/db/schema";

export const CONVERSATIONS_PER_PAGE = 50;
/** Messages shown of one conversation; the newest when there are more. */
export const MAX_MESSAGES_SHOWN = 500;
/** Messages named beside a page of deliveries. */
const MAX_FILED_SHOWN = 500;
/** The last row of a page. */
export interface ConversationCursor {
  lastMessageAt: Date;
  id: string;
}

/** Messages this person has not seen; expects `reads` joined by `readBy`. */
export const unread = sql<number>`greatest(${conversations.messageCount} - coalesce(${reads.seen}, 0), 0)`.mapWith(Number);

/** A row of the list; expects `reads` joined by `readBy`. */
export const conversationColumns = {
  id: conversations.id,
  mailboxId: conversations.mailboxId,
  subject: conversations.subject,
  lane: conversations.lane,
  senders: conversations.senders,
  snippet: conversations.snippet,
  messageCount: conversations.messageCount,
  attachmentCount: conversations.attachmentCount,
  lastMessageAt: conversations.lastMessageAt,
  /** Messages this person has not seen. */
  unread,
  /** Why the newest message is taken for a machine's; null in the inbox. */
  automated: sql<AutomatedMark | null>`case when ${conversations.lane} = 'automated' then (
    select automated from messages where conversation_id = ${conversations.id} order by order_at desc, id desc limit 1) end`,
};

/**
 * Newest first, with what `userId` has not read. `after` is the last row of the page before; without a `lane`, machines' mail
 * stands among people's.
 */
export function listConversations(mailboxId: MailboxId, userId: string, after?: ConversationCursor, lane?: Lane) {
  return db
    .select(conversationColumns)
    .from(conversations)
    .leftJoin(reads, readBy(userId))
    .where(and(eq(conversations.mailboxId, mailboxId), lane && eq(conversations.lane, lane), after && isOlderThan(after)))
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(CONVERSATIONS_PER_PAGE);
}

export type ConversationRow = Awaited<ReturnType<typeof listConversations>>[number];

/** Those of `ids` that exist, in no order; an id that was merged away answers with the conversation it leads to. */
export async function listConversationsById(workspaceId: WorkspaceId, userId: string, ids: string[]): Promise<ConversationRow[]> {
  if (ids.length === 0) return [];
  const aliased = db
    .select({ id: conversationAliases.conversationId })
    .from(conversationAliases)
    .where(inArray(conversationAliases.id, ids));

  return db
    .select(conversationColumns)
    .from(conversations)
    .leftJoin(reads, readBy(userId))
    .where(and(eq(conversations.workspaceId, workspaceId), or(inArray(conversations.id, ids), inArray(conversations.id, aliased))));
}

/** Follows the id of a conversation that was merged into another: the answer's `id` is where it is now. */
export async function findConversation(workspaceId: WorkspaceId, userId: string, id: string): Promise<ConversationRow | undefined> {
  const [conversation] = await listConversationsById(workspaceId, userId, [id]);
  return conversation;
}

/** Heads of the messages, oldest first, without bodies: a body is as large as its sender likes. */
export async function listMessages(workspaceId: WorkspaceId, conversationId: string) {
  const newest = await db
    .select({
      id: messages.id,
      conversationId: messages.conversationId,
      deliveryId: messages.deliveryId,
      arrival: messages.arrival,
      why: messages.why,
      placement: messages.placement,
      midReused: messages.midReused,
      leftClosed: messages.leftClosed,
      doubt: messages.doubt,
      verdict: messages.verdict,
      automated: messages.automated,
      notes: messages.notes,
      from: messages.from,
      sender: messages.sender,
      replyTo: messages.replyTo,
      to: messages.to,
      cc: messages.cc,
      envelope: messages.envelope,
      subject: messages.subject,
      snippet: messages.snippet,
      claimedAt: messages.claimedAt,
      receivedAt: messages.receivedAt,
      orderAt: messages.orderAt,
      rawSize: messages.rawSize,
    })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.conversationId, conversationId)))
    .orderBy(desc(messages.orderAt), desc(messages.id))
    .limit(MAX_MESSAGES_SHOWN);
  return newest.reverse();
}

/** The same messages, for a query about what hangs on them. */
export function listedMessages(workspaceId: WorkspaceId, conversationId: string) {
  return db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.conversationId, conversationId)))
    .orderBy(desc(messages.orderAt), desc(messages.id))
    .limit(MAX_MESSAGES_SHOWN);
}

export type MessageHead = Awaited<ReturnType<typeof listMessages>>[number];

/** Where the mails of these deliveries were filed; several of one that went to several mailboxes. */
export function listFiledMessages(workspaceId: WorkspaceId, deliveryIds: string[]) {
  return db
    .select({
      id: messages.id,
      deliveryId: messages.deliveryId,
      mailboxId: messages.mailboxId,
      conversationId: messages.conversationId,
      subject: messages.subject,
      from: messages.from,
    })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), inArray(messages.deliveryId, deliveryIds)))
    .orderBy(asc(messages.id))
    .limit(MAX_FILED_SHOWN);
}

export type FiledMessage = Awaited<ReturnType<typeof listFiledMessages>>[number];

/** What this person has read, joined to conversations. */
export function readBy(userId: string) {
  return and(eq(reads.conversationId, conversations.id), eq(reads.userId, userId));
}

// As one row comparison, which Postgres answers by descending the index: the same in two terms with `or` reads from the top.
export function isOlderThan(cursor: ConversationCursor) {
  return sql`(${conversations.lastMessageAt}, ${conversations.id}) < ${placeOf(cursor)}`;
}

export function isNotOlderThan(cursor: ConversationCursor) {
  return sql`(${conversations.lastMessageAt}, ${conversations.id}) >= ${placeOf(cursor)}`;
}

function placeOf({ lastMessageAt, id }: ConversationCursor) {
  return sql`(${lastMessageAt.toISOString()}::timestamptz, ${id}::uuid)`;
}
