import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, workspaceId } from "../columns";
import { users } from "./accounts";
import { type Address, messages } from "./messages";

/** What a mail says, as one version of our reader read it. Instants are ISO 8601. */
export interface Reading {
  /** As in `messages.mid` and `messages.refs`. */
  mid: string;
  refs: string[];
  from: Address | null;
  sender: Address | null;
  replyTo: Address[];
  to: Address[];
  cc: Address[];
  bcc: Address[];
  subject: string;
  snippet: string;
  claimedAt: string | null;
  text: string | null;
  html: string | null;
  headers: [name: string, value: string][];
  notes: string[];
  attachments: ReadFile[];
}

export interface ReadFile {
  blobId: string;
  filename: string | null;
  contentType: string;
  /** As declared; missing in readings from before it was kept. */
  charset?: string | null;
  contentId: string | null;
  inline: boolean;
  size: number;
}

/** One thing that two readings say differently, cut to what tells them apart. */
export interface ReadingDifference {
  field: keyof Reading;
  before: string;
  after: string;
}

/** `failed`: a batch could not be read, for `reason`. Stopped and failed passes go on where they were. */
export const reparseState = pgEnum("reparse_state", ["running", "stopped", "failed", "done"]);

/** A pass over all mail of a workspace with the reader of today. */
export const reparses = pgTable(
  "reparses",
  {
    id: id(),
    workspaceId: workspaceId(),
    state: reparseState().notNull().default("running"),
    reason: text(),
    /** Null for an operator at the command line. */
    userId: uuid().references(() => users.id, { onDelete: "set null" }),
    /** Mails read a minute, at most. */
    perMinute: integer().notNull(),
    /** The newest message when it began: what came later was read by the same reader. */
    until: uuid().notNull(),
    /** The last message that was read again. */
    cursor: uuid(),
    /** Batches that are done: part of the next event's id. */
    batches: integer().notNull().default(0),
    /** How many times it was begun or taken up again: part of the event's id, too. */
    emissions: integer().notNull().default(0),
    total: integer().notNull(),
    checked: integer().notNull().default(0),
    differing: integer().notNull().default(0),
    unreadable: integer().notNull().default(0),
    startedAt: createdAt(),
    /** When a batch was done or the engine was told last: a pass that stands still for long was lost. */
    movedAt: createdAt(),
    finishedAt: instant(),
  },
  (t) => [uniqueIndex("reparses_running").on(t.workspaceId).where(sql`state = 'running'`), index().on(t.workspaceId, t.id)],
);

/** `pending`: newer than what is shown, and not in use. `replaced`: what was shown before a newer one took its place. */
export const readingState = pgEnum("reading_state", ["pending", "replaced"]);

/** Another reading of a message than the one that is shown. Both are kept. */
export const messageReadings = pgTable(
  "message_readings",
  {
    id: id(),
    workspaceId: workspaceId(),
    messageId: uuid()
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    state: readingState().notNull().default("pending"),
    /** Null when today's reader cannot read the mail: `reason` says why. */
    reading: jsonb().$type<Reading>(),
    contentHash: text(),
    reason: text(),
    differences: jsonb().$type<ReadingDifference[]>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("message_readings_pending").on(t.messageId).where(sql`state = 'pending'`),
    index().on(t.messageId),
    index("message_readings_newest").on(t.workspaceId, t.id).where(sql`state = 'pending'`),
  ],
);

export type Reparse = typeof reparses.$inferSelect;
export type MessageReading = typeof messageReadings.$inferSelect;
