import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { deliveryEvents } from "@/db/schema";

/** Events shown of all reports in a conversation: one report may name a thousand recipients. */
const MAX_EVENTS = 1_000;

/** What the bounces and complaints among these messages report, in the order they say it. */
export function listDeliveryEvents(workspaceId: WorkspaceId, messageIds: string[]) {
  return db
    .select({
      id: deliveryEvents.id,
      messageId: deliveryEvents.messageId,
      outcome: deliveryEvents.outcome,
      recipient: deliveryEvents.recipient,
      status: deliveryEvents.status,
      detail: deliveryEvents.detail,
      reporter: deliveryEvents.reporter,
      originalMid: deliveryEvents.originalMid,
    })
    .from(deliveryEvents)
    .where(and(eq(deliveryEvents.workspaceId, workspaceId), inArray(deliveryEvents.messageId, messageIds)))
    .orderBy(asc(deliveryEvents.messageId), asc(deliveryEvents.position))
    .limit(MAX_EVENTS);
}
