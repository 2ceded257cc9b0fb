import "server-only";
import { desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { type DeliveryState, deliveries } from "@/db/schema";
import { listFiledMessages } from "@/lib/conversations/queries";
import { listRejections } from "@/lib/inbound/queries";

/** Shown to whoever sets an endpoint up. */
const MAX_ATTEMPTS = 20;
/** Deliveries further back than this are not looked at: a silent source must not cost a scan of a busy workspace (I11). */
const LOOKED_AMONG = 500;

/** One request that came to an endpoint, taken in or refused. */
export type Attempt =
  /** `subject` of the mail it became; null while it became none. */
  | { id: string; at: Date; taken: true; state: DeliveryState; reason: string | null; subject: string | null }
  | { id: string; at: Date; taken: false; status: number; failed: string; reason: string; expected: string | null; seen: string | null };

/** The latest attempts at a source, newest first. */
export async function listAttempts(workspaceId: WorkspaceId, sourceId: string): Promise<Attempt[]> {
  const [taken, refused] = await Promise.all([listTaken(workspaceId, sourceId), listRejections(workspaceId, sourceId)]);
  const attempts: Attempt[] = [
    ...taken,
    ...refused.map(({ id, at, status, failed, reason, expected, seen }) => {
      return { id, at, status, failed, reason, expected, seen, taken: false as const };
    }),
  ];
  return attempts.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MAX_ATTEMPTS);
}

async function listTaken(workspaceId: WorkspaceId, sourceId: string): Promise<Attempt[]> {
  const taken = await listNewest(workspaceId, sourceId);
  const ids = taken.map(({ id }) => id);
  const filed = ids.length > 0 ? await listFiledMessages(workspaceId, ids) : [];
  return taken.map(({ acceptedAt, ...rest }) => {
    const mail = filed.find(({ deliveryId }) => deliveryId === rest.id);
    return { ...rest, at: acceptedAt, taken: true, subject: mail?.subject ?? null };
  });
}

async function listNewest(workspaceId: WorkspaceId, sourceId: string) {
  const newest = db
    .select({
      id: deliveries.id,
      sourceId: deliveries.sourceId,
      acceptedAt: deliveries.acceptedAt,
      state: deliveries.state,
      reason: deliveries.reason,
    })
    .from(deliveries)
    .where(eq(deliveries.workspaceId, workspaceId))
    .orderBy(desc(deliveries.id))
    .limit(LOOKED_AMONG)
    .as("newest");
  return db
    .select({ id: newest.id, acceptedAt: newest.acceptedAt, state: newest.state, reason: newest.reason })
    .from(newest)
    .where(eq(newest.sourceId, sourceId))
    .orderBy(desc(newest.id))
    .limit(MAX_ATTEMPTS);
}
