import { bigserial, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, workspaceId } from "../columns";

/** One change to tell browsers: ids only (I7). `seq` is the cursor they resume from. */
export const feed = pgTable(
  "feed",
  {
    seq: bigserial({ mode: "number" }).primaryKey(),
    workspaceId: workspaceId(),
    mailboxId: uuid(),
    conversationId: uuid(),
    deliveryId: uuid(),
    /** Set when only this person's browsers need to know: what they have read is nobody else's news. */
    userId: uuid(),
    /** `message.filed`, `conversation.merged`, `conversation.changed`, `message.changed`, `attachment.changed`, `delivery.changed` */
    kind: text().notNull(),
    /** A step that runs twice announces once. */
    dedupe: text().notNull(),
    at: createdAt(),
  },
  (t) => [unique("feed_dedupe").on(t.dedupe), index("feed_workspace").on(t.workspaceId, t.seq), index("feed_age").on(t.at)],
);

export type FeedRow = typeof feed.$inferSelect;
