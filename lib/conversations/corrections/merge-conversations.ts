import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { newId } from "@/db/columns";
import { activities, type Conversation, conversationAliases, conversations, messages } from "@/db/schema";
import { MAX_REMEMBERED } from "@/lib/conversations/threading/side";
import { announce } from "@/lib/live/announce";

/**
 * Makes one conversation of several, and returns its id. The oldest stays; the ids of the others keep leading to it, and an
 * activity for each remembers what is needed to part them again. `because` is the natural id of what causes it, `userId` who
 * did, if not threading itself. Expects the caller to hold row locks on all of them, in one mailbox.
 */
export async function mergeConversations(tx: Tx, ids: string[], because: string, userId: string | null = null): Promise<string> {
  const [oldest, ...others] = ids.toSorted();
  if (!oldest) throw new Error("Nothing to merge");
  for (const other of others) await mergeInto(tx, oldest, other, because, userId);
  return oldest;
}

/** Makes `source` part of `target`, and returns the id of the activity that tells of it. */
export async function mergeInto(tx: Tx, target: string, source: string, because: string, userId: string | null): Promise<string> {
  const { from, messageIds } = await joinInto(tx, target, source, because);
  const { workspaceId, mailboxId, status, createdAt } = from;
  const id = newId();
  const detail = { kind: "merged", source: { id: source, status, createdAt: createdAt.toISOString() }, messageIds } as const;
  await tx.insert(activities).values({ id, workspaceId, mailboxId, conversationId: target, kind: "merged", userId, detail });
  return id;
}

/** The same where what caused it is told already: no activity. Answers the conversation that was, and what came out of it. */
export async function joinInto(tx: Tx, target: string, source: string, because: string) {
  const [from] = await tx.select().from(conversations).where(eq(conversations.id, source));
  if (!from) throw new Error(`Conversation ${source} is gone`);

  await mergeReads(tx, target, source);
  const moved = await tx
    .update(messages)
    .set({
      conversationId: target,
      arrival: sql`${messages.arrival} + (select message_count from conversations where id = ${target})`,
    })
    .where(eq(messages.conversationId, source))
    .returning({ id: messages.id });
  await mergeKnowledge(tx, target, from);
  await moveRelations(tx, target, source);
  await tx.update(conversationAliases).set({ conversationId: target }).where(eq(conversationAliases.conversationId, source));
  await tx.update(activities).set({ conversationId: target }).where(eq(activities.conversationId, source));
  await tx.delete(conversations).where(eq(conversations.id, source));
  await tx.insert(conversationAliases).values({ id: source, conversationId: target });

  const { workspaceId, mailboxId } = from;
  const dedupe = `conversation.merged:${source}:${because}`;
  await announce(tx, { workspaceId, mailboxId, conversationId: source, kind: "conversation.merged", dedupe });
  return { from, messageIds: moved.map(({ id }) => id) };
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

async function mergeKnowledge(tx: Tx, target: string, source: Conversation) {
  const union = (column: string) => {
    const [known, more] = [sql.raw(`target.${column}`), sql.raw(`source.${column}`)];
    const limit = sql.raw(String(MAX_REMEMBERED));
    return sql`(${known} || array(select one from unnest(${more}) as one where one <> all (${known})))[1:${limit}]`;
  };
  await tx.execute(sql`
    update conversations as target set
      message_count = target.message_count + source.message_count,
      attachment_count = target.attachment_count + source.attachment_count,
      last_message_at = greatest(target.last_message_at, source.last_message_at),
      lane = least(target.lane, source.lane),
      continued_in = coalesce(target.continued_in, source.continued_in),
      subject_keys = ${union("subject_keys")}, people = ${union("people")}, authors = ${union("authors")}
    from conversations as source where target.id = ${target} and source.id = ${source.id}`);
  await tx.execute(sql`
    insert into message_ids (mailbox_id, mid, conversation_id, owned)
    select mailbox_id, mid, ${target}, owned from message_ids where conversation_id = ${source.id}
    on conflict (mailbox_id, mid, conversation_id) do update set owned = message_ids.owned or excluded.owned`);
}

/** What was kept apart from the source is kept apart from the target. */
async function moveRelations(tx: Tx, target: string, source: string) {
  await tx.execute(sql`
    insert into conversation_relations (conversation_id, related_id, because)
    select ${target}, related_id, because from conversation_relations where conversation_id = ${source} and related_id <> ${target}
    union all
    select conversation_id, ${target}, because from conversation_relations where related_id = ${source} and conversation_id <> ${target}
    on conflict (conversation_id, related_id) do update set because = excluded.because
    where conversation_relations.because in ('subject', 'untrusted')`);
}
