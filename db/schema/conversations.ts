import { index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, mailboxId, workspaceId } from "../columns";
import { users } from "./accounts";
import { mailboxes } from "./mailboxes";

/** `automated`: every message of it was sent by a machine. Kept out of the inbox, in a view of its own. */
export const conversationLane = pgEnum("conversation_lane", ["inbox", "automated"]);
export const conversationStatus = pgEnum("conversation_status", ["open", "waiting", "done", "spam"]);

export const conversations = pgTable(
  "conversations",
  {
    id: id(),
    workspaceId: workspaceId(),
    mailboxId: mailboxId().references(() => mailboxes.id, { onDelete: "cascade" }),
    subject: text().notNull(),
    status: conversationStatus().notNull().default("open"),
    lane: conversationLane().notNull().default("inbox"),
    messageCount: integer().notNull().default(0),
    attachmentCount: integer().notNull().default(0),
    /** Names of who wrote, first to last, at most eight. */
    senders: jsonb().$type<string[]>().notNull().default([]),
    snippet: text().notNull().default(""),
    lastMessageAt: instant().notNull(),
    /** What threading compares (lib/conversations/threading/side.ts); addresses in lower case, from believed messages only. */
    subjectKeys: text().array().notNull().default([]),
    people: text().array().notNull().default([]),
    authors: text().array().notNull().default([]),
    /** Where it goes on once it is full. */
    continuedIn: uuid(),
    /** When mail opened it again, the newest first: as many as a loop is told by (lib/conversations/refresh-summary.ts). */
    reopenedAt: instant().array().notNull().default([]),
    createdAt: createdAt(),
  },
  (t) => [
    index("conversations_newest").on(t.mailboxId, t.lastMessageAt.desc(), t.id.desc()),
    index("conversations_by_lane").on(t.mailboxId, t.lane, t.lastMessageAt.desc(), t.id.desc()),
    index("conversations_by_status").on(t.mailboxId, t.status, t.lastMessageAt.desc(), t.id.desc()),
  ],
);

/** The id of a conversation that was merged into another keeps leading there. */
export const conversationAliases = pgTable(
  "conversation_aliases",
  {
    id: uuid().primaryKey(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    mergedAt: createdAt(),
  },
  (t) => [index().on(t.conversationId)],
);

/**
 * Why two conversations that have something in common are two. `subject`, `untrusted`: until more is known. For good:
 * `impersonation`, `full` (one goes on in the other), `corrected` (a person parted them).
 */
export const relationReason = pgEnum("relation_reason", ["subject", "untrusted", "impersonation", "full", "corrected"]);

/** Two rows for each pair, one from either side. */
export const conversationRelations = pgTable(
  "conversation_relations",
  {
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    relatedId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    because: relationReason().notNull(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.relatedId] }), index().on(t.relatedId)],
);

/**
 * How far a person has read. `seen` counts messages by arrival (`messages.arrival`), not by date: a late mail with an
 * old date is still unread.
 */
export const reads = pgTable(
  "reads",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    seen: integer().notNull(),
    at: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.conversationId] }), index().on(t.conversationId)],
);

export type Lane = (typeof conversationLane.enumValues)[number];
export type RelationReason = (typeof relationReason.enumValues)[number];
export type Conversation = typeof conversations.$inferSelect;
