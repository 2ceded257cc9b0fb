import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { conversations } from "@/db/schema";

/** Names kept on a conversation for its row in the list. */
const MAX_SENDERS = 8;

/**
 * Brings what a list shows of a conversation up to date with its messages. Computed from all of them rather than from
 * the newest arrival: any order of arrival ends in the same row (I5).
 */
export async function refreshSummary(tx: Tx, conversationId: string) {
  const of = sql`from messages where conversation_id = ${conversationId}`;
  const name = sql`coalesce(nullif("from"->>'name', ''), "from"->>'address', '')`;

  await tx
    .update(conversations)
    .set({
      subject: sql`(select subject ${of} order by order_at, id limit 1)`,
      snippet: sql`(select snippet ${of} order by order_at desc, id desc limit 1)`,
      lastMessageAt: sql`(select max(received_at) ${of})`,
      messageCount: sql`(select count(*) ${of})`,
      attachmentCount: sql`(select sum(attachment_count) ${of})`,
      senders: sql`(
        select coalesce(jsonb_agg(name order by at), '[]')
        from (select ${name} as name, min(order_at) as at ${of} group by 1 order by 2 limit ${MAX_SENDERS}) as first_seen)`,
    })
    .where(eq(conversations.id, conversationId));
}
