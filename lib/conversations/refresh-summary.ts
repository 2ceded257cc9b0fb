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
      select id, subject, snippet, order_at, received_at, attachment_count,
        coalesce(case when "from"->>'name' !~ '[@＠]' then nullif("from"->>'name', '') end, "from"->>'address', '') as name
      from messages where conversation_id = ${conversationId}
    ),
    names as (
      select coalesce(jsonb_agg(name order by at), '[]') as senders
      from (select name, min(order_at) as at from here group by name order by at limit ${MAX_SENDERS}) as first_seen
    ),
    refreshed as (
      update conversations set
        subject = coalesce((select subject from here order by order_at, id limit 1), subject),
        snippet = coalesce((select snippet from here order by order_at desc, id desc limit 1), snippet),
        last_message_at = coalesce((select max(received_at) from here), last_message_at),
        message_count = (select count(*) from here),
        attachment_count = (select coalesce(sum(attachment_count), 0) from here),
        senders = (select senders from names),
        lane = case when ${human} then 'inbox' else lane end,
        reopened_at = case when ${opens} then (array[now()] || reopened_at)[1:${last}] else reopened_at end,
        status = case when ${opens} then 'open' else status end
      where id = ${conversationId}
      returning status
    )
    update messages set left_closed = true
    where id = ${id} and ${reopens} and exists (select from refreshed where ${closed})`);
}
