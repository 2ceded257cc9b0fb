import { boolean, index, integer, jsonb, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, mailboxId, workspaceId } from "../columns";
import { workspaces } from "./accounts";
import { mailboxes } from "./mailboxes";

/** An endpoint that a provider posts to: `/webhooks/email/{key}`. */
export const sources = pgTable(
  "sources",
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id, { onDelete: "cascade" }),
    key: text().notNull().unique(),
    name: text().notNull(),
    /** Where mail goes whose envelope recipient no mailbox claims. */
    defaultMailboxId: mailboxId().references(() => mailboxes.id),
    /** Name of a preset in lib/inbound/signatures/schemes.ts, or `custom` with its own `schemeOptions`. */
    scheme: text().notNull(),
    schemeOptions: jsonb().$type<Record<string, unknown>>(),
    /** Largest body in bytes; the installation's limit when null. */
    maxBodyBytes: integer(),
    /** Hosts (`files.example.com`, `10.0.0.5:8080`) whose attachment links we follow even over http or inside our network. */
    attachmentHosts: text().array().notNull().default([]),
    /** Servers whose Authentication-Results headers count (RFC 8601 authserv-id); without one, every sender is unverified. */
    authservIds: text().array().notNull().default([]),
    createdAt: createdAt(),
    disabledAt: instant(),
  },
  (t) => [index().on(t.workspaceId)],
);

/** A signing secret with a life span: during a rotation two are alive. Encrypted at rest (lib/inbound/signatures/secrets.ts). */
export const sourceSecrets = pgTable(
  "source_secrets",
  {
    id: id(),
    sourceId: uuid()
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    sealed: text().notNull(),
    /** Nobody has seen it yet: a person may still reveal it, once. */
    revealable: boolean().notNull().default(false),
    createdAt: createdAt(),
    expiresAt: instant(),
  },
  (t) => [index().on(t.sourceId)],
);

/** A refused attempt, kept so that a person setting the endpoint up sees why. Bounded per source; never a body. */
export const rejections = pgTable(
  "rejections",
  {
    id: id(),
    workspaceId: workspaceId().references(() => workspaces.id, { onDelete: "cascade" }),
    sourceId: uuid()
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    at: createdAt(),
    status: smallint().notNull(),
    /** The check that failed: `signature`, `timestamp`, `secret`, `size`, `content-type`, … */
    failed: text().notNull(),
    /** One plain sentence. */
    reason: text().notNull(),
    expected: text(),
    seen: text(),
  },
  (t) => [index().on(t.sourceId, t.id)],
);

export type Source = typeof sources.$inferSelect;
export type Rejection = typeof rejections.$inferSelect;
