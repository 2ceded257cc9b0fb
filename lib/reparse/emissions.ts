import "server-only";
import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { reparses } from "@/db/schema";

/** Counts that the engine is told of a pass, and says where that is. Undefined when the pass is gone. */
export async function countEmission(reparseId: string) {
  const [counted] = await db
    .update(reparses)
    .set({ emissions: sql`${reparses.emissions} + 1` })
    .where(eq(reparses.id, reparseId))
    .returning({ batches: reparses.batches, emissions: reparses.emissions });
  return counted;
}
