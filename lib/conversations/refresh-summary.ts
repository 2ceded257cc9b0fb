import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";

/** Names kept on a conversation for its row in the list. */
const MAX_SENDERS = 8;

/** What the newest message does to its conversation, beside being in it. */
export interface Arrival {
  /** A person wrote it: the conversation belongs into the inbox. */
  human: boolean;
  /** Somebody who takes part wrote: what was done or waiting is open again. */
  reopens: boolean;
}

const NO_ARRIVAL: Arrival = { human: false, reopens: false };

/**
 * Brings what a list shows of a conversation up to date with its messages. Computed from all of them rather than from
 * the newest arrival: any order of arrival ends in the same row (I5). A conversation has a limit, and so has this.
 */
export async function refreshSummary(tx: Tx, conversationId: string, { human, reopens }: Arrival = NO_ARRIVAL) {
  await tx.execute(sql`
    with here as materialized (
      select id, subject, snippet, order_at, received_at, attachment_count,
        coalesce(nullif("from"->>'name', ''), "from"->>'address', '') as name
      from messages where conversation_id = ${conversationId}
    ),
    names as (
      select coalesce(jsonb_agg(name order by at), '[]') as senders
      from (select name, min(order_at) as at from here group by name order by at limit ${MAX_SENDERS}) as first_seen
    )
    update conversations set
      subject = coalesce((select subject from here order by order_at, id limit 1), subject),
      snippet = coalesce((select snippet from here order by order_at desc, id desc limit 1), snippet),
      last_message_at = coalesce((select max(received_at) from here), last_message_at),
      message_count = (select count(*) from here),
      attachment_count = (select coalesce(sum(attachment_count), 0) from here),
      senders = (select senders from names),
      lane = case when ${human} then 'inbox' else lane end,
      status = case when ${reopens} and status in ('done', 'waiting') then 'open' else status end
    where id = ${conversationId}`);
}
