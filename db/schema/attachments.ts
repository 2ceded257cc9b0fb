import { sql } from "drizzle-orm";
import { boolean, index, integer, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, workspaceId } from "../columns";
import { messages } from "./messages";

/** `waiting` until somebody has looked; `failed` when the look itself did. */
export const sniffState = pgEnum("sniff_state", ["waiting", "done", "failed"]);

/** `none`: this installation has no scanner. Only a scanner that said so makes a file `clean`. */
export const scanState = pgEnum("scan_state", ["none", "waiting", "clean", "infected", "unscannable"]);

/** What is made of a file: `none` where its type has nothing of the kind, or where it may not be opened at all. */
export const derivedState = pgEnum("derived_state", ["waiting", "done", "none", "failed"]);

/** The bytes of a file, once per workspace and sha-256. What the bytes are is found out once, too, for all who sent them. */
export const blobs = pgTable(
  "blobs",
  {
    id: id(),
    workspaceId: workspaceId(),
    /** Hex. */
    sha256: text().notNull(),
    size: integer().notNull(),
    key: text().notNull(),
    sniff: sniffState().notNull().default("waiting"),
    /** MIME type by the first bytes; null when they are of no known type, or not looked at. */
    sniffedType: text(),
    scan: scanState().notNull().default("none"),
    /** What the scanner found, or why it could not scan. */
    scanNote: text(),
    /** A picture of it, kept beside it in the blob store (lib/attachments/preview-keys.ts). */
    preview: derivedState().notNull().default("waiting"),
    /** Why there is none, though its type has one. */
    previewNote: text(),
    /** In pixels. */
    previewWidth: integer(),
    previewHeight: integer(),
    /** Its text, for search: in `blob_texts`. */
    extract: derivedState().notNull().default("waiting"),
    extractNote: text(),
    /** Of a document; null when nobody has counted. */
    pages: integer(),
    createdAt: createdAt(),
    /** When a delivery last asked for these bytes. Its run may still be on the way to hang them on a message. */
    neededAt: instant().notNull().defaultNow(),
    /** Set when nothing needs them any more and the file is about to go. */
    droppedAt: instant(),
  },
  (t) => [
    unique("blobs_content").on(t.workspaceId, t.sha256),
    index("blobs_needed").on(t.neededAt),
    // What the hourly job looks for: a handful among all files.
    index("blobs_unexamined")
      .on(t.createdAt)
      .where(sql`${t.sniff} = 'waiting' or ${t.scan} = 'waiting' or ${t.preview} = 'waiting' or ${t.extract} = 'waiting'`),
  ],
);

/** What can be read in a file, at most a megabyte of it: search looks here. Derived, and made again at any time. */
export const blobTexts = pgTable("blob_texts", {
  blobId: uuid()
    .primaryKey()
    .references(() => blobs.id, { onDelete: "cascade" }),
  workspaceId: workspaceId(),
  text: text().notNull(),
  /** The file goes on. */
  truncated: boolean().notNull(),
  createdAt: createdAt(),
});

/** A file on a message. */
export const attachments = pgTable(
  "attachments",
  {
    id: id(),
    workspaceId: workspaceId(),
    messageId: uuid()
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    blobId: uuid()
      .notNull()
      .references(() => blobs.id),
    /** Place among the message's attachments, from 0. */
    position: integer().notNull(),
    /** As the sender wrote it: data, never a path. Null when it has none. */
    filename: text(),
    /** As the sender declared it. */
    contentType: text().notNull(),
    /** What a text is written in, as the sender declared it: a hint (lib/mail/charset.ts). */
    charset: text(),
    contentId: text(),
    inline: boolean().notNull(),
    size: integer().notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.messageId, t.position), index().on(t.blobId)],
);

/** Somebody got a file: who, what, when. Kept when the person leaves. */
export const downloads = pgTable(
  "downloads",
  {
    id: id(),
    workspaceId: workspaceId(),
    attachmentId: uuid()
      .notNull()
      .references(() => attachments.id, { onDelete: "cascade" }),
    userId: uuid().notNull(),
    /** What they were warned of and took it all the same. */
    warnings: text().array().notNull(),
    at: createdAt(),
  },
  (t) => [index().on(t.attachmentId, t.at)],
);

export type Attachment = typeof attachments.$inferSelect;
export type Blob = typeof blobs.$inferSelect;
