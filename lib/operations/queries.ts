import "server-only";
import { and, count, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { deliveries } from "@/db/schema";

/** More failed deliveries than this are "many": a count must not grow with the backlog (I11). */
const MAX_COUNTED = 1000;

/** Deliveries that failed for good and wait for a person. */
export async function countDead(workspaceId: WorkspaceId): Promise<number> {
  const dead = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.workspaceId, workspaceId), eq(deliveries.state, "dead")))
    .limit(MAX_COUNTED)
    .as("dead");
  const [counted] = await db.select({ failed: count() }).from(dead);
  return counted?.failed ?? 0;
}
