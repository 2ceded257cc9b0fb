import "server-only";
import { listEmissions, markEmitted } from "@/lib/inbound/filing/emissions";
import { inngest } from "./client";
import { deliveryAccepted } from "./events";

/**
 * Tells the engine of committed deliveries, new ones and those a person or the sweep wants filed again. The event's id
 * counts the tellings: said twice by a crash in between it is one event, said again on purpose it is another.
 * A failure here loses nothing: the sweep tells of whatever was not marked.
 */
export async function emitAccepted(deliveryIds: readonly string[]): Promise<void> {
  const tellings = await listEmissions(deliveryIds);
  if (tellings.length === 0) return;
  await inngest.send(
    tellings.map(({ id, workspaceId, emissions }) => ({
      ...deliveryAccepted.create({ deliveryId: id, workspaceId }),
      id: `delivery:${id}:${emissions}`,
    })),
  );
  await markEmitted(tellings.map(({ id }) => id));
}
