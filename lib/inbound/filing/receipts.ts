import "server-only";
import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { reasonOf } from "@/db/errors";
import { grouped } from "@/db/grouped";
import { insertRows } from "@/db/insert-rows";
import { deliveries, receipts } from "@/db/schema";

/** Longest error kept with a receipt, in characters. */
const MAX_ERROR_LENGTH = 1_000;

/** Does a step of a delivery and writes down that it was done, how long it took and what went wrong. */
export async function withReceipt<T>(deliveryId: string, step: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const took = () => Math.round(performance.now() - start);
  try {
    const result = await work();
    await keep({ deliveryId, step, ms: took() });
    return result;
  } catch (error) {
    await recordFailure(deliveryId, step, took(), error);
    throw error;
  }
}

// Steps of many deliveries end at the same time when there is much to do: their receipts share a write.
const keep = grouped((rows: (typeof receipts.$inferInsert)[]) => insertRows(db, receipts, rows).then(() => rows));

async function recordFailure(deliveryId: string, step: string, ms: number, cause: unknown) {
  const error = reasonOf(cause).slice(0, MAX_ERROR_LENGTH);
  await keep({ deliveryId, step, ms, error });
  await db
    .update(deliveries)
    .set({ failures: sql`${deliveries.failures} + 1` })
    .where(eq(deliveries.id, deliveryId));
}
