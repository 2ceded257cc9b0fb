import { boolean, index, integer, jsonb, pgEnum, pgTable, primaryKey, smallint, text, unique, uuid } from "drizzle-orm/pg-core";
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
  | { rule: "referred-to"; messageId: string }
  /** It was sent to the reply address we gave for this conversation. */
  | { rule: "token" }
  /** It answers a Message-ID that we made: its keyed hash is right. */
  | { rule: "own-id"; messageId: string }
  /** It shares an id with another conversation and was kept apart from it. */
  | { rule: "apart"; because: ApartReason; conversationId: string; messageId: string }
  /** The conversation it belongs to is full; this one goes on from there. */
  | { rule: "continued"; conversationId: string }
  /** A person put it here. */
  | { rule: "corrected"; by: "split" | "merge" | "move"; userId: string | null };

/** `subject`: other subject, unknown sender. `impersonation`: the sender's domain denies having sent it. */
export type ApartReason = "subject" | "impersonation";

/** Why a message's sender is not believed to be who belongs in this conversation; `address` is who the mail says it is from. */
export interface SenderDoubt {
  /**
   * `stranger`: nobody here wrote to this address before. `failed`: authentication failed. `unproven`: an address of ours
   * without proof. `impersonation`: DMARC failed for somebody who takes part, or for us.
   */
  because: "stranger" | "failed" | "unproven" | "impersonation";
  address: string;
}

/** What the server that took a mail in found out about its sender (lib/mail/authentication-results.ts). */
export interface SenderVerdict {
  spf: string;
  dkim: string;
  dmarc: string;
  aligned: { spf: boolean; dkim: boolean };
  from: "pass" | "fail" | "unknown";
  authservId: string | null;
  /** What the provider's spam filter says (lib/inbound/providers/spam.ts); left out: nothing. It decides nothing. */
  spam?: { result: "spam" | "clean" | "unknown"; score: number | null };
}

/** Why a mail is taken for a machine's (lib/mail/automated.ts). */
export interface AutomatedMark {
  kind: "auto-reply" | "notice" | "bounce" | "complaint" | "receipt" | "list" | "challenge" | "loop";
  reason: string;
}

/** `joined-untrusted`: kept in its conversation, collapsed and labelled; it reopens, notifies and adds nobody. */
export const placement = pgEnum("placement", ["new", "joined", "joined-untrusted", "new-related"]);
export type Placement = (typeof placement.enumValues)[number];

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
    placement: placement().notNull().default("new"),
    /** Its conversation had been opened by mail too often within an hour to be opened by this one. */
    leftClosed: boolean().notNull().default(false),
    /** Null when the sender is believed. */
    doubt: jsonb().$type<SenderDoubt>(),
    /** Null when neither a server that the source trusts nor the provider's spam filter said anything. */
    verdict: jsonb().$type<SenderVerdict>(),
    /** Null when a person wrote it. */
    automated: jsonb().$type<AutomatedMark>(),
    /** Message-IDs it points to, the nearest last: what threads it again after a correction. */
    refs: text().array().notNull().default([]),
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
    /** What was cut or could not be read, in words for people. */
    notes: text().array().notNull().default([]),
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

/**
 * Every Message-ID that a conversation's messages have (`owned`) or point to; the latter are ghosts until that mail comes.
 * Once per conversation, not per message: a lookup costs the same in a thread of five hundred. `mailboxId` is where the id
 * is looked for, which stays the old mailbox, too, when the conversation moves to another.
 */
export const messageIds = pgTable(
  "message_ids",
  {
    mailboxId: mailboxId(),
    mid: text().notNull(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    owned: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.mailboxId, t.mid, t.conversationId] }), index().on(t.conversationId)],
);

export const deliveryOutcome = pgEnum("delivery_outcome", ["bounced", "deferred", "delivered", "relayed", "complained", "unsubscribed"]);

/** What became of a mail of ours for one recipient, as a bounce or complaint that came in as mail reports it. */
export const deliveryEvents = pgTable(
  "delivery_events",
  {
    id: id(),
    workspaceId: workspaceId(),
    mailboxId: mailboxId(),
    /** The report. */
    messageId: uuid()
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    /** Place in the report, from 0. */
    position: smallint().notNull(),
    outcome: deliveryOutcome().notNull(),
    /** Lower case; null when the report hides it. */
    recipient: text(),
    /** Enhanced status code (RFC 3463). */
    status: text(),
    detail: text(),
    reporter: text(),
    /** Message-ID of the mail it is about; null when the report does not return it. */
    originalMid: text(),
    at: createdAt(),
  },
  (t) => [unique("delivery_events_of_report").on(t.messageId, t.position), index("delivery_events_of_mail").on(t.mailboxId, t.originalMid)],
);

export type DeliveryEventRow = typeof deliveryEvents.$inferSelect;
export type Message = typeof messages.$inferSelect;
