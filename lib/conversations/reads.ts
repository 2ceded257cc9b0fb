import "server-only";
import { and, eq, gte, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { newId, type WorkspaceId } from "@/db/columns";
import { conversations, reads } from "@/db/schema";
import { announce } from "@/lib/live/announce";

/**
 * Notes that a person has read a conversation up to its `seen`-th arrival. Repeating it changes nothing, and neither does
 * an older page that has seen less. Nothing happens when the conversation is not of this workspace.
 */
export function markRead(workspaceId: WorkspaceId, userId: string, conversationId: string, seen: number) {
  return db.transaction(async (tx) => {
    const upTo = sql<number>`least(${seen}::integer, ${conversations.messageCount})`.as("seen");
    const changed = await tx
      .insert(reads)
      .select(
        tx
          .select({ userId: sql`${userId}::uuid`.as("user_id"), conversationId: conversations.id, seen: upTo, at: sql`now()`.as("at") })
          .from(conversations)
          .where(isHere(workspaceId, conversationId))
          // One that is being merged into another is waited for, and then it is not there.
          .for("key share"),
      )
      .onConflictDoUpdate({
        target: [reads.userId, reads.conversationId],
        set: { seen: sql`excluded.seen`, at: sql`excluded.at` },
        setWhere: sql`${reads.seen} < excluded.seen`,
      })
      .returning({ seen: reads.seen });
    if (changed.length > 0) await announceRead(tx, workspaceId, userId, conversationId);
  });
}

/** The message that came last is unread again, and with it the conversation. Repeating it changes nothing. */
export function markUnread(workspaceId: WorkspaceId, userId: string, conversationId: string) {
  return db.transaction(async (tx) => {
    const changed = await tx
      .update(reads)
      .set({ seen: sql`greatest(${conversations.messageCount} - 1, 0)`, at: sql`now()` })
      .from(conversations)
      .where(
        and(
          isHere(workspaceId, conversationId),
          eq(reads.conversationId, conversations.id),
          eq(reads.userId, userId),
          gte(reads.seen, conversations.messageCount),
        ),
      )
      .returning({ seen: reads.seen });
    if (changed.length > 0) await announceRead(tx, workspaceId, userId, conversationId);
  });
}

function isHere(workspaceId: WorkspaceId, conversationId: string) {
  return and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId));
}

async function announceRead(tx: Tx, workspaceId: WorkspaceId, userId: string, conversationId: string) {
  const [conversation] = await tx
    .select({ mailboxId: conversations.mailboxId })
    .from(conversations)
    .where(eq(conversations.id, conversationId));
  // Read, unread and read again are three changes with two outcomes: none may be taken for a repetition of another.
  const dedupe = `conversation.changed:${newId()}`;
  await announce(tx, { workspaceId, userId, conversationId, kind: "conversation.changed", dedupe, ...conversation });
}
