import { boolean, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, workspaceId } from "../columns";
import { messages } from "./messages";

/** The bytes of a file, once per workspace and sha-256. */
export const blobs = pgTable(
  "blobs",
  {
    id: id(),
    workspaceId: workspaceId(),
    /** Hex. */
    sha256: text().notNull(),
    size: integer().notNull(),
    key: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique("blobs_content").on(t.workspaceId, t.sha256)],
);

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
    contentId: text(),
    inline: boolean().notNull(),
    size: integer().notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.messageId, t.position), index().on(t.blobId)],
);

export type Attachment = typeof attachments.$inferSelect;
export type Blob = typeof blobs.$inferSelect;
