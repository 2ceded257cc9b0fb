import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import type { NewDelivery } from "../keeping/new-delivery";

/** A delivery on the disk. */
export type Committed = Pick<NewDelivery, "id" | "workspaceId">;

/** One, and how often the engine was told of it. */
export type Emission = Committed & { emissions: number };

/** Whose each of these deliveries is, and how often the engine was told of it. Those that are gone are left out. */
export async function listEmissions(deliveryIds: readonly string[]): Promise<Emission[]> {
  return db
    .select({ id: deliveries.id, workspaceId: deliveries.workspaceId, emissions: deliveries.emissions })
    .from(deliveries)
    .where(isOneOf(deliveryIds));
}

/** The engine has them: the sweep leaves them alone until they are overdue. */
export async function markEmitted(deliveryIds: readonly string[]): Promise<void> {
  await db
    .update(deliveries)
    .set({ emittedAt: sql`now()`, emissions: sql`${deliveries.emissions} + 1` })
    .where(isOneOf(deliveryIds));
}

/** As one parameter: the door tells of hundreds at a time. */
function isOneOf(deliveryIds: readonly string[]) {
  return sql`${deliveries.id} = any(${`{${deliveryIds.join(",")}}`}::uuid[])`;
}
