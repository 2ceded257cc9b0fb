import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** Names kept on a conversation for its row in the list. */
const MAX_SENDERS = 8;

/**
 * Mail opens a conversation again this often in an hour; then it stays as it is, and the message says why. Two programs that answer
 * each other would open it for ever, and people do not close it as often.
 */
export const MAX_REOPENINGS_PER_HOUR = 10;

/** What the newest message does to its conversation, beside being in it. */
export interface Arrival {
  /** The message's own. */
  id: string;
  /** A person wrote it: the conversation belongs into the inbox. */
  human: boolean;
  /** Somebody who takes part wrote: what was done or waiting is open again. */
  reopens: boolean;
}

/**
 * Brings what a list shows of a conversation up to date with its messages. Computed from all of them rather than from
 * the newest arrival: any order of arrival ends in the same row (I5). A conversation has a limit, and so has this. A name that looks
 * like an address is not shown for one: a row has no room for both.
 */
export async function refreshSummary(tx: Tx, conversationId: string, arrival?: Arrival) {
  const { id = null, human = false, reopens = false } = arrival ?? {};
  const last = sql.raw(String(MAX_REOPENINGS_PER_HOUR));
  const closed = sql`status in ('done', 'waiting')`;
  const opens = sql`${reopens} and ${closed} and (reopened_at[${last}] is null or reopened_at[${last}] < now() - interval '1 hour')`;
  await tx.execute(sql`
    with here as materialized (
      select id, subject, snippet, order_at, received_at, attachment_count, "from" as writer
      from messages where conversation_id = ${conversationId}
    ),
    totals as (
      select count(*) as messages, coalesce(sum(attachment_count), 0) as attachments, max(received_at) as last_at from here
    ),
    -- Few write many messages: what a writer is called is found once for each.
    named as (
      select coalesce(case when writer->>'name' !~ '[@＠]' then nullif(writer->>'name', '') end, writer->>'address', '') as name, min(at) as at
      from (select writer, min(order_at) as at from here group by writer) as writers
      group by 1 order by at limit ${MAX_SENDERS}
    ),
    refreshed as (
      update conversations set
        subject = coalesce((select subject from here order by order_at, id limit 1), subject),
        snippet = coalesce((select snippet from here order by order_at desc, id desc limit 1), snippet),
        last_message_at = coalesce(totals.last_at, last_message_at),
        message_count = totals.messages,
        attachment_count = totals.attachments,
        senders = (select coalesce(jsonb_agg(name order by at), '[]') from named),
        lane = case when ${human} then 'inbox' else lane end,
        reopened_at = case when ${opens} then (array[now()] || reopened_at)[1:${last}] else reopened_at end,
        status = case when ${opens} then 'open' else status end
      from totals
      where id = ${conversationId}
      returning status
    )
    update messages set left_closed = true
    where id = ${id} and ${reopens} and exists (select from refreshed where ${closed})`);
}
