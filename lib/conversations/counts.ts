import "server-only";
import { and, count, desc, eq, gt } from "drizzle-orm";
import { db } from "@/db/client";
import type { MailboxId, WorkspaceId } from "@/db/columns";
import { conversations, reads } from "@/db/schema";
import { readBy, unread } from "./queries";

/** Unread conversations further down the list than this are not counted: a count must not grow with the mailbox (I11). */
const UNREAD_COUNTED_AMONG = 1000;

/** Automated conversations of a mailbox are counted up to this. */
const AUTOMATED_COUNTED = 1000;

/** Unread conversations of people per mailbox among its newest; machines' mail waits for nobody. Mailboxes without any are absent. */
export async function countUnread(workspaceId: WorkspaceId, mailboxIds: MailboxId[], userId: string): Promise<Map<MailboxId, number>> {
  const counts = await Promise.all(mailboxIds.map((mailboxId) => countUnreadOf(workspaceId, mailboxId, userId)));
  return new Map(mailboxIds.map((mailboxId, index) => [mailboxId, counts[index] ?? 0] as const).filter(([, some]) => some > 0));
}

async function countUnreadOf(workspaceId: WorkspaceId, mailboxId: MailboxId, userId: string): Promise<number> {
  const newest = db
    .select({ unread: unread.as("unread") })
    .from(conversations)
    .leftJoin(reads, readBy(userId))
    .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.mailboxId, mailboxId), eq(conversations.lane, "inbox")))
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(UNREAD_COUNTED_AMONG)
    .as("newest");
  const [counted] = await db.select({ some: count() }).from(newest).where(gt(newest.unread, 0));
  return counted?.some ?? 0;
}

/** Conversations of machines per mailbox, up to a number nobody reads exactly. Mailboxes without any are absent. */
export async function countAutomated(mailboxIds: MailboxId[]): Promise<Map<MailboxId, number>> {
  const counts = await Promise.all(mailboxIds.map(countAutomatedOf));
  return new Map(mailboxIds.map((mailboxId, index) => [mailboxId, counts[index] ?? 0] as const).filter(([, some]) => some > 0));
}

async function countAutomatedOf(mailboxId: MailboxId): Promise<number> {
  const some = db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.mailboxId, mailboxId), eq(conversations.lane, "automated")))
    .limit(AUTOMATED_COUNTED)
    .as("some");
  const [counted] = await db.select({ some: count() }).from(some);
  return counted?.some ?? 0;
}
