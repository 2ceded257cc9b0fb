import "server-only";
import { and, lt, or, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { deliveries } from "@/db/schema";
import { announce } from "@/lib/live/announce";

/** The engine was told and should have finished by now, retries of a passing trouble included. */
const OVERDUE = sql`interval '10 minutes'`;

export interface Finish {
  state: "filed" | "ignored" | "dead";
  /** Why, in words for people. */
  reason: string | null;
}

/**
 * Ends a delivery, in the transaction that made it so. Safe to repeat. A delivery that was filed stays so: a run that
 * fails late cannot take back what another one did.
 */
export async function finishDelivery(tx: Tx, deliveryId: string, { state, reason }: Finish): Promise<void> {
  const [finished] = await tx.execute<{ workspaceId: WorkspaceId; emissions: number }>(sql`
    update deliveries set state = ${state}, reason = ${reason}, finished_at = now()
    where id = ${deliveryId} and (${state === "filed"} or state = 'accepted')
    returning workspace_id as "workspaceId", emissions`);
  if (!finished) return;
  const { workspaceId, emissions } = finished;
  await announce(tx, { workspaceId, deliveryId, kind: "delivery.changed", dedupe: `delivery:${deliveryId}:${emissions}:${state}` });
}

/** Nobody can file it as it is: it stays visible with its reason, its bytes and Retry (I8). */
export function failDelivery(deliveryId: string, reason: string): Promise<void> {
  return db.transaction((tx) => finishDelivery(tx, deliveryId, { state: "dead", reason }));
}

/** It is not a mail: kept, and nothing more to do. */
export function ignoreDelivery(deliveryId: string, reason: string): Promise<void> {
  return db.transaction((tx) => finishDelivery(tx, deliveryId, { state: "ignored", reason }));
}

/** Deliveries the engine was not told of for `graceMs`, or was told of and did not finish. Oldest first. */
export async function listOverdue(limit: number, graceMs: number): Promise<string[]> {
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        // As a literal: the partial index serves only a condition the planner can match.
        sql`state = 'accepted'`,
        or(
          and(sql`${deliveries.emittedAt} is null`, lt(deliveries.acceptedAt, sql`now() - ${graceMs} * interval '1 ms'`)),
          lt(deliveries.emittedAt, sql`now() - ${OVERDUE}`),
        ),
      ),
    )
    .orderBy(deliveries.acceptedAt)
    .limit(limit);
  return rows.map((row) => row.id);
}
