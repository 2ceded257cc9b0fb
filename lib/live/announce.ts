import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { MailboxId, WorkspaceId } from "@/db/columns";

/** The Postgres channel that wakes every process's listener. It carries nothing: the feed does. */
export const FEED_CHANNEL = "mailroom_feed";

export interface Announcement {
  workspaceId: WorkspaceId;
  kind: "message.filed" | "conversation.merged" | "conversation.changed" | "message.changed" | "attachment.changed" | "delivery.changed";
  /** Natural id of the change: announced twice, it is told once (I6). */
  dedupe: string;
  mailboxId?: MailboxId;
  conversationId?: string;
  deliveryId?: string;
  /** Only this person's browsers need to know. */
  userId?: string;
}

/** Tells browsers of a change, in the transaction that makes it: Postgres delivers at commit and drops at rollback. */
export async function announce(tx: Tx, { workspaceId, kind, dedupe, ...about }: Announcement) {
  const { mailboxId = null, conversationId = null, deliveryId = null, userId = null } = about;
  await tx.execute(sql`
    with told as (
      insert into feed (workspace_id, mailbox_id, conversation_id, delivery_id, user_id, kind, dedupe)
      values (${workspaceId}, ${mailboxId}, ${conversationId}, ${deliveryId}, ${userId}, ${kind}, ${dedupe})
      on conflict do nothing returning seq
    )
    select pg_notify(${FEED_CHANNEL}, '') from told`);
}
