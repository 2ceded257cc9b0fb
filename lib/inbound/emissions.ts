import "server-only";
import { inArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";

/** How often the engine was told of each of these deliveries. Those that are gone are left out. */
export async function listEmissions(deliveryIds: readonly string[]) {
  return db
    .select({ id: deliveries.id, emissions: deliveries.emissions })
    .from(deliveries)
    .where(inArray(deliveries.id, [...deliveryIds]));
}

/** The engine has them: the sweep leaves them alone until they are overdue. */
export async function markEmitted(deliveryIds: readonly string[]): Promise<void> {
  await db
    .update(deliveries)
    .set({ emittedAt: sql`now()`, emissions: sql`${deliveries.emissions} + 1` })
    .where(inArray(deliveries.id, [...deliveryIds]));
}
