import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { conversations, messages } from "@/db/schema";
import { refreshSummary } from "@/lib/conversations/refresh-summary";
import { learnAgain } from "@/lib/conversations/threading/learn-again";

/**
 * Takes messages out of one conversation into another, behind those that are there, and brings what is known and shown of
 * both up to date. What people had read stays read. Expects the caller to hold row locks on both.
 */
export async function takeMessages(tx: Tx, from: string, to: string, messageIds: string[]): Promise<void> {
  const readers = await countSeen(tx, from, messageIds);
  await tx
    .update(messages)
    .set({ conversationId: to })
    .where(and(eq(messages.conversationId, from), inArray(messages.id, messageIds)));
  await renumber(tx, to, messageIds);
  await renumber(tx, from, []);
  for (const { userId, left, taken } of readers) {
    await tx.execute(sql`update reads set seen = ${left} where conversation_id = ${from} and user_id = ${userId}`);
    // Who had not read all that is there has not read what comes behind it.
    await tx.execute(sql`
      insert into reads (user_id, conversation_id, seen)
      select ${userId}, ${to}, ${taken} from conversations where id = ${to} and message_count = 0
      on conflict (user_id, conversation_id) do nothing`);
    await tx.execute(sql`
      update reads set seen = reads.seen + ${taken} from conversations
      where reads.conversation_id = ${to} and reads.user_id = ${userId} and conversations.id = ${to}
        and conversations.message_count > 0 and reads.seen = conversations.message_count`);
  }
  for (const id of [from, to]) {
    await refreshSummary(tx, id);
    await learnAgain(tx, id);
  }
}

/** How many of the messages that go and of those that stay each reader has seen. */
async function countSeen(tx: Tx, from: string, messageIds: string[]) {
  const taken = sql`id in (select one::uuid from jsonb_array_elements_text(${JSON.stringify(messageIds)}::jsonb) as one)`;
  const rows = await tx.execute<{ user_id: string; left_seen: number; taken_seen: number }>(sql`
    select reads.user_id,
      count(*) filter (where arrival <= seen and not ${taken})::integer as left_seen,
      count(*) filter (where arrival <= seen and ${taken})::integer as taken_seen
    from reads join messages on messages.conversation_id = reads.conversation_id
    where reads.conversation_id = ${from} group by reads.user_id`);
  return rows.map((row) => ({ userId: row.user_id, left: row.left_seen, taken: row.taken_seen }));
}

/** Arrivals count from 1 without gaps; those in `last` come behind the others. */
async function renumber(tx: Tx, conversationId: string, last: string[]) {
  await tx.execute(sql`
    update messages set arrival = numbered.place
    from (
      select id, row_number() over (
        order by id in (select one::uuid from jsonb_array_elements_text(${JSON.stringify(last)}::jsonb) as one), arrival, id
      ) as place
      from messages where conversation_id = ${conversationId}
    ) as numbered
    where messages.id = numbered.id and messages.arrival <> numbered.place`);
}

/** The conversations with these ids, locked by age; merged ones are missing. */
export function lockConversations(tx: Tx, ids: string[]) {
  return tx.select().from(conversations).where(inArray(conversations.id, ids)).orderBy(asc(conversations.id)).for("update");
}
