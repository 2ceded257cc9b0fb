import "server-only";
import { and, eq, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import { type DeliveriesTable, keepDeliveries } from "./keep-deliveries";
import type { Accepted, NewDelivery } from "./new-delivery";

/** Keeps one delivery with a statement of its own: what runs where no process stays (serverless), and in development. */
export async function insertDelivery(row: NewDelivery): Promise<Accepted> {
  const [accepted] = await keepDeliveries(table, [row]);
  if (!accepted) throw new Error("A delivery was neither kept nor refused");
  return accepted;
}

const table: DeliveriesTable = {
  async insert(rows) {
    const inserted = await db
      .insert(deliveries)
      .values([...rows])
      .onConflictDoNothing({ target: [deliveries.sourceId, deliveries.dedupeKey] });
    return inserted.count;
  },

  async findSame(rows) {
    return db
      .select({
        id: deliveries.id,
        sourceId: deliveries.sourceId,
        dedupeKey: deliveries.dedupeKey,
        bodySha256: deliveries.bodySha256,
      })
      .from(deliveries)
      .where(or(...rows.map((row) => and(eq(deliveries.sourceId, row.sourceId), eq(deliveries.dedupeKey, row.dedupeKey)))));
  },

  async countRepeats(times) {
    for (const [id, count] of times)
      await db
        .update(deliveries)
        .set({ repeats: sql`${deliveries.repeats} + ${count}` })
        .where(eq(deliveries.id, id));
  },
};
