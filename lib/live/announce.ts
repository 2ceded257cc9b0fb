import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { MailboxId, WorkspaceId } from "@/db/columns";
import { feed } from "@/db/schema";

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
export async function announce(tx: Tx, announcement: Announcement) {
  const told = tx.insert(feed).values(announcement).onConflictDoNothing().returning({ seq: feed.seq });
  await tx.execute(sql`with told as ${told} select pg_notify(${FEED_CHANNEL}, '') from told`);
}
