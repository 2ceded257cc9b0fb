import "server-only";
import { and, asc, desc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { type DeliveryState, deliveries, receipts, rejections, sourceSecrets, sources } from "@/db/schema";
import { open } from "./signatures/secrets";

export { findOnlySource, findSource } from "./door-source";
export { openDeliveryBody } from "./keeping/delivery-body";

const PAGE_SIZE = 50;
const MAX_SOURCES = 200;
const MAX_REJECTIONS = 200;
const MAX_RECEIPTS = 200;

/** Oldest first, disabled ones too. */
export function listSources(workspaceId: WorkspaceId) {
  return db.select().from(sources).where(eq(sources.workspaceId, workspaceId)).orderBy(asc(sources.id)).limit(MAX_SOURCES);
}

/** The newest live secret of a source, for a sample sender on this machine. Undefined when it has none. */
export async function readSecret(workspaceId: WorkspaceId, sourceId: string): Promise<string | undefined> {
  const [newest] = await db
    .select({ sealed: sourceSecrets.sealed })
    .from(sourceSecrets)
    .innerJoin(sources, eq(sources.id, sourceSecrets.sourceId))
    .where(
      and(
        eq(sources.workspaceId, workspaceId),
        eq(sources.id, sourceId),
        or(isNull(sourceSecrets.expiresAt), gt(sourceSecrets.expiresAt, sql`now()`)),
      ),
    )
    .orderBy(desc(sourceSecrets.id))
    .limit(1);
  return newest && open(newest.sealed, sourceId);
}

/** What was refused lately, newest first: of one source, or of all. */
export function listRejections(workspaceId: WorkspaceId, sourceId?: string) {
  return db
    .select()
    .from(rejections)
    .where(and(eq(rejections.workspaceId, workspaceId), sourceId === undefined ? undefined : eq(rejections.sourceId, sourceId)))
    .orderBy(desc(rejections.id))
    .limit(MAX_REJECTIONS);
}

const deliveryColumns = {
  id: deliveries.id,
  sourceId: deliveries.sourceId,
  sourceName: sources.name,
  contentType: deliveries.contentType,
  size: deliveries.size,
  variantOf: deliveries.variantOf,
  state: deliveries.state,
  reason: deliveries.reason,
  failures: deliveries.failures,
  repeats: deliveries.repeats,
  acceptedAt: deliveries.acceptedAt,
  emittedAt: deliveries.emittedAt,
  finishedAt: deliveries.finishedAt,
};

/** Newest first, without their bytes. `after` is the id of the last row of the page before. */
export function listDeliveries(
  workspaceId: WorkspaceId,
  { after, state }: { after?: string | undefined; state?: DeliveryState | undefined } = {},
) {
  return db
    .select(deliveryColumns)
    .from(deliveries)
    .innerJoin(sources, eq(sources.id, deliveries.sourceId))
    .where(
      and(
        eq(deliveries.workspaceId, workspaceId),
        after === undefined ? undefined : lt(deliveries.id, after),
        // As a literal: the index of the dead is partial, and a parameter would not match it.
        state === undefined ? undefined : sql`${deliveries.state} = ${sql.raw(`'${state}'`)}`,
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(PAGE_SIZE);
}

export type DeliveryRow = Awaited<ReturnType<typeof listDeliveries>>[number];

/** One delivery with every step of its life, oldest first. */
export async function findDelivery(workspaceId: WorkspaceId, id: string) {
  const [delivery] = await db
    .select({ ...deliveryColumns, dedupeKey: deliveries.dedupeKey, bodySha256: deliveries.bodySha256, headers: deliveries.headers })
    .from(deliveries)
    .innerJoin(sources, eq(sources.id, deliveries.sourceId))
    .where(and(eq(deliveries.workspaceId, workspaceId), eq(deliveries.id, id)));
  if (!delivery) return undefined;

  const steps = await db.select().from(receipts).where(eq(receipts.deliveryId, id)).orderBy(asc(receipts.id)).limit(MAX_RECEIPTS);
  return { ...delivery, receipts: steps };
}

export type DeliveryDetail = NonNullable<Awaited<ReturnType<typeof findDelivery>>>;
