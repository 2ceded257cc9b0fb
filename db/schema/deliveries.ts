import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgEnum, pgTable, smallint, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytes, createdAt, id, instant, workspaceId } from "../columns";
import { sources } from "./sources";

export const deliveryState = pgEnum("delivery_state", ["accepted", "filed", "ignored", "dead"]);

/**
 * One accepted webhook with its bytes. The body lives in the row: `storage external` (set in the migration) keeps it
 * out of line and uncompressed by Postgres, so that a list never reads it and the door writes one row in one table
 * (docs/decisions/0003-body-in-the-delivery.md).
 */
export const deliveries = pgTable(
  "deliveries",
  {
    id: id(),
    workspaceId: workspaceId(),
    sourceId: uuid()
      .notNull()
      .references(() => sources.id, { onDelete: "cascade" }),
    /** What makes two requests the same delivery: signed event id, else body event id, else hash of the body. */
    dedupeKey: text().notNull(),
    /** The delivery that came first under the same id with other bytes. */
    variantOf: uuid(),
    /** Hex. */
    bodySha256: text().notNull(),
    contentType: text().notNull(),
    /** Of the body as it came, in bytes. */
    size: integer().notNull(),
    /** How `body` is kept: 0 as it came, 1 brotli, 2 snappy. */
    encoding: smallint().notNull().default(0),
    /** Null when the body was large and is in the blob store under `bodyKey`. */
    body: bytes(),
    bodyKey: text(),
    /** The few request headers that say something about the mail, lower-case names. */
    headers: jsonb().$type<Record<string, string>>().notNull(),
    state: deliveryState().notNull().default("accepted"),
    /** Why it is ignored or dead, in words for people. */
    reason: text(),
    /** How many times a step failed. */
    failures: integer().notNull().default(0),
    /** How many times the engine was told of it: part of the event's id, so that telling again starts a run again. */
    emissions: integer().notNull().default(0),
    /** How many times the provider sent it again. */
    repeats: integer().notNull().default(0),
    acceptedAt: createdAt(),
    emittedAt: instant(),
    finishedAt: instant(),
  },
  (t) => [
    unique("deliveries_source_dedupe").on(t.sourceId, t.dedupeKey),
    index("deliveries_newest").on(t.workspaceId, t.id),
    index("deliveries_unfinished").on(t.acceptedAt).where(sql`state = 'accepted'`),
    index("deliveries_dead").on(t.workspaceId, t.id).where(sql`state = 'dead'`),
  ],
);

/** One step in a delivery's life, each try of it. */
export const receipts = pgTable(
  "receipts",
  {
    id: id(),
    deliveryId: uuid()
      .notNull()
      .references(() => deliveries.id, { onDelete: "cascade" }),
    step: text().notNull(),
    at: createdAt(),
    /** How long it took, in milliseconds. */
    ms: integer().notNull(),
    error: text(),
  },
  (t) => [index().on(t.deliveryId, t.id)],
);

export type Delivery = typeof deliveries.$inferSelect;
export type DeliveryState = Delivery["state"];
export type Receipt = typeof receipts.$inferSelect;
