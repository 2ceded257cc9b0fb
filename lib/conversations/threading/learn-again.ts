import "server-only";
import { asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { conversations, messages } from "@/db/schema";
import { findOurs } from "@/lib/conversations/ours";
import { subjectKey } from "@/lib/mail/subject-key";
import { MAX_REMEMBERED } from "./side";
import { addressesOf } from "./thread-mail";

/** Makes what threading knows of a conversation anew from its messages, after some came or went by hand. */
export async function learnAgain(tx: Tx, conversationId: string): Promise<void> {
  const rows = await tx
    .select({
      workspaceId: messages.workspaceId,
      mailboxId: messages.mailboxId,
      mid: messages.mid,
      refs: messages.refs,
      subject: messages.subject,
      doubt: messages.doubt,
      from: messages.from,
      sender: messages.sender,
      replyTo: messages.replyTo,
      to: messages.to,
      cc: messages.cc,
    })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.arrival));
  const [first] = rows;
  if (!first) return;

  const believed = rows.filter(({ doubt }) => doubt === null);
  const authors = [...new Set(believed.flatMap(({ from }) => from?.address.toLowerCase() || []))];
  const people = [...new Set(believed.flatMap(addressesOf))];
  const ours = await findOurs(tx, first.workspaceId, [...authors, ...people]);
  const notOurs = (addresses: string[]) => addresses.filter((address) => !ours.has(address)).slice(0, MAX_REMEMBERED);
  const subjectKeys = [...new Set(rows.map(({ subject }) => subjectKey(subject)))].slice(0, MAX_REMEMBERED);
  await tx
    .update(conversations)
    .set({ authors: notOurs(authors), people: notOurs(people), subjectKeys })
    .where(eq(conversations.id, conversationId));

  await tx.execute(sql`delete from message_ids where conversation_id = ${conversationId}`);
  await tx.execute(sql`
    insert into message_ids (mailbox_id, mid, conversation_id, owned)
    select mailbox_id, mid, conversation_id, bool_or(owned) from (
      select mailbox_id, mid, conversation_id, true as owned from messages where conversation_id = ${conversationId}
      union all
      select mailbox_id, unnest(refs), conversation_id, false from messages where conversation_id = ${conversationId}
    ) as ids group by 1, 2, 3`);
}
