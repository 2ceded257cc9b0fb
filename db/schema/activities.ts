import { sql } from "drizzle-orm";
import { index, jsonb, pgEnum, pgTable, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, mailboxId, workspaceId } from "../columns";
import { users } from "./accounts";
import type { FilingReason, Placement, SenderDoubt } from "./messages";

export type ActivityDetail =
  /** Messages left for a conversation of their own (`split`) or for another. */
  | ({ kind: "split" | "moved" } & Parting)
  /** `source` became part of the conversation with the messages that it had. */
  | { kind: "merged"; source: MergedConversation; messageIds: string[] }
  /** A person said where it stands, whoever wrote in it. */
  | { kind: "lane"; from: "inbox" | "automated"; to: "inbox" | "automated" }
  | { kind: "undone"; activityId: string; what: "merged" | "split" | "moved" | "lane" };

export interface Parting {
  from: string;
  to: string;
  /** What the messages said of themselves before. */
  before: { id: string; why: FilingReason; placement: Placement; doubt: SenderDoubt | null }[];
}

/** What is needed to bring back a conversation that was merged away. */
export interface MergedConversation {
  id: string;
  status: "open" | "waiting" | "done" | "spam";
  /** ISO 8601. */
  createdAt: string;
}

export const activityKind = pgEnum("activity_kind", ["merged", "split", "moved", "undone", "lane"]);

/** Who did what to a conversation, and when. */
export const activities = pgTable(
  "activities",
  {
    id: id(),
    workspaceId: workspaceId(),
    mailboxId: mailboxId(),
    /** The conversation it is told in; follows merges. */
    conversationId: uuid().notNull(),
    kind: activityKind().notNull(),
    /** Null when threading did it by itself. */
    userId: uuid().references(() => users.id, { onDelete: "set null" }),
    detail: jsonb().$type<ActivityDetail>().notNull(),
    at: createdAt(),
    undoneAt: instant(),
  },
  (t) => [
    index("activities_of_conversation").on(t.conversationId, t.id),
    // What left a conversation is told in the one it went to, and can be taken back from both.
    index("activities_from_conversation").on(sql`(detail->>'from')`),
  ],
);

export type Activity = typeof activities.$inferSelect;
