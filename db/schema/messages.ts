import { boolean, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, mailboxId, workspaceId } from "../columns";
import { conversations } from "./conversations";
import { deliveries } from "./deliveries";

export interface Address {
  name: string;
  address: string;
}

/** Why a message is in its conversation; `app` turns it into a sentence. */
export type FilingReason =
  | { rule: "first" }
  /** `by` is the header that pointed there, `messageId` the id both share. */
  | { rule: "reference"; by: "in-reply-to" | "references" | "message-id"; messageId: string }
  /** An earlier message, filed before, points to this one. */
  | { rule: "referred-to"; messageId: string };

/** One email in one mailbox. */
export const messages = pgTable(
  "messages",
  {
    id: id(),
    workspaceId: workspaceId(),
    mailboxId: mailboxId(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    /** The delivery that brought it first. */
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: "cascade" }),
    /** Hex sha-256 of canonical headers and body: the same mail by two routes is one message. */
    contentHash: text().notNull(),
    /** Message-ID without angle brackets; `synthetic:…` when the mail has none. */
    mid: text().notNull(),
    /** Another message of this mailbox has the same Message-ID and other content. */
    midReused: boolean().notNull().default(false),
    /** 1 for the first message that came into the conversation, 2 for the next … */
    arrival: integer().notNull(),
    why: jsonb().$type<FilingReason>().notNull(),
    from: jsonb().$type<Address | null>(),
    sender: jsonb().$type<Address | null>(),
    replyTo: jsonb().$type<Address[]>().notNull(),
    to: jsonb().$type<Address[]>().notNull(),
    cc: jsonb().$type<Address[]>().notNull(),
    bcc: jsonb().$type<Address[]>().notNull(),
    envelope: jsonb().$type<{ from: string | null; to: string[] }>().notNull(),
    subject: text().notNull(),
    snippet: text().notNull(),
    /** What the Date header claims; null when it claims nothing readable. */
    claimedAt: instant(),
    receivedAt: instant().notNull(),
    /** Where it stands in the conversation: the claimed date when it is believable, else the time of receipt. */
    orderAt: instant().notNull(),
    attachmentCount: integer().notNull(),
    rawKey: text().notNull(),
    rawType: text().notNull(),
    rawSize: integer().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique("messages_content").on(t.mailboxId, t.contentHash),
    index("messages_in_order").on(t.conversationId, t.orderAt, t.id),
    index().on(t.deliveryId),
  ],
);

export const messageBodies = pgTable("message_bodies", {
  messageId: uuid()
    .primaryKey()
    .references(() => messages.id, { onDelete: "cascade" }),
  text: text(),
  html: text(),
  headers: jsonb().$type<[name: string, value: string][]>().notNull(),
});

/** Every Message-ID a message has (`own`) or points to: the latter are ghosts until that mail comes. */
export const messageIds = pgTable(
  "message_ids",
  {
    id: id(),
    mailboxId: mailboxId(),
    mid: text().notNull(),
    own: boolean().notNull(),
    messageId: uuid()
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
  },
  (t) => [unique("message_ids_of_message").on(t.messageId, t.mid, t.own), index("message_ids_lookup").on(t.mailboxId, t.mid)],
);

export type Message = typeof messages.$inferSelect;
