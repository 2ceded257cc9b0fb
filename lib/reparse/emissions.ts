import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { reparses } from "@/db/schema";
import { BATCH } from "./check-batch";

/** A batch with all its retries is done in this time, or the engine has lost it. */
const STANDSTILL_MINUTES = 15;

/** Counts that the engine is told of a pass, and says where that is. Undefined when the pass is gone. */
export async function countEmission(reparseId: string) {
  const [counted] = await db
    .update(reparses)
    .set({ emissions: sql`${reparses.emissions} + 1`, movedAt: sql`now()` })
    .where(eq(reparses.id, reparseId))
    .returning({ batches: reparses.batches, emissions: reparses.emissions });
  return counted;
}

/**
 * Passes that stand still longer than their pace explains, the oldest first: the engine lost them. Telling of one again moves it, so
 * that it is found once in a while only.
 */
export function listStandingStill(limit: number) {
  return db
    .select({ id: reparses.id })
    .from(reparses)
    .where(
      and(
        eq(reparses.state, "running"),
        sql`${reparses.movedAt} < now() - (${STANDSTILL_MINUTES} + ${BATCH}::float / ${reparses.perMinute}) * interval '1 minute'`,
      ),
    )
    .orderBy(asc(reparses.movedAt))
    .limit(limit);
}
