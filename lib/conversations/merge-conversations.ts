import "server-only";
import { eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { conversationAliases, conversations, messages } from "@/db/schema";
import { announce } from "@/lib/live/announce";

/**
 * Makes one conversation of several that a mail turned out to join, and returns its id. The oldest stays; the ids of the
 * others keep leading to it. Expects the caller to hold row locks on all of them, in one mailbox.
 */
export async function mergeConversations(tx: Tx, ids: string[], because: string): Promise<string> {
  const [oldest, ...others] = ids.toSorted();
  if (!oldest) throw new Error("Nothing to merge");
  for (const other of others) await mergeInto(tx, oldest, other, because);
  return oldest;
}

async function mergeInto(tx: Tx, target: string, source: string, because: string) {
  const [from] = await tx.select().from(conversations).where(eq(conversations.id, source));
  if (!from) throw new Error(`Conversation ${source} is gone`);

  await mergeReads(tx, target, source);
  await tx
    .update(messages)
    .set({
      conversationId: target,
      arrival: sql`${messages.arrival} + (select message_count from conversations where id = ${target})`,
    })
    .where(eq(messages.conversationId, source));
  await tx
    .update(conversations)
    .set({
      messageCount: sql`${conversations.messageCount} + ${from.messageCount}`,
      attachmentCount: sql`${conversations.attachmentCount} + ${from.attachmentCount}`,
      lastMessageAt: sql`greatest(${conversations.lastMessageAt}, ${from.lastMessageAt.toISOString()}::timestamptz)`,
    })
    .where(eq(conversations.id, target));
  await tx.execute(sql`
    insert into message_ids (mailbox_id, mid, conversation_id, owned)
    select mailbox_id, mid, ${target}, owned from message_ids where conversation_id = ${source}
    on conflict (mailbox_id, mid, conversation_id) do update set owned = message_ids.owned or excluded.owned`);
  await tx.update(conversationAliases).set({ conversationId: target }).where(eq(conversationAliases.conversationId, source));
  await tx.delete(conversations).where(inArray(conversations.id, [source]));
  await tx.insert(conversationAliases).values({ id: source, conversationId: target });
  await announce(tx, {
    workspaceId: from.workspaceId,
    mailboxId: from.mailboxId,
    conversationId: source,
    kind: "conversation.merged",
    dedupe: `conversation.merged:${source}:${because}`,
  });
}

// The moved messages follow the target's in arrival. Who had read all of the target has read as much of them as before;
// for anybody else they are new.
async function mergeReads(tx: Tx, target: string, source: string) {
  await tx.execute(sql`
    update reads set seen = reads.seen + moved.seen
    from reads as moved, conversations
    where reads.conversation_id = ${target} and moved.conversation_id = ${source} and moved.user_id = reads.user_id
      and conversations.id = ${target} and reads.seen = conversations.message_count`);
}
