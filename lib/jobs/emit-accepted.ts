import "server-only";
import { type Committed, type Emission, listEmissions, markEmitted } from "@/lib/inbound/filing/emissions";
import { inngest } from "./client";
import { deliveryAccepted } from "./events";

/** Tells the engine of deliveries committed a moment ago. */
export async function emitAccepted(committed: readonly Committed[]): Promise<void> {
  await emit(committed.map((delivery) => ({ ...delivery, emissions: 0 })));
}

/** Tells it once more, of deliveries a person or the sweep wants filed. Those that are gone are left out. */
export async function emitAgain(deliveryIds: readonly string[]): Promise<void> {
  await emit(await listEmissions(deliveryIds));
}

/**
 * The event's id counts the tellings: said twice by a crash in between it is one event, said again on purpose it is another.
 * A failure here loses nothing: the sweep tells of whatever was not marked.
 */
async function emit(tellings: readonly Emission[]) {
  if (tellings.length === 0) return;
  await inngest.send(
    tellings.map(({ id, workspaceId, emissions }) => ({
      ...deliveryAccepted.create({ deliveryId: id, workspaceId }),
      id: `delivery:${id}:${emissions}`,
    })),
  );
  await markEmitted(tellings.map(({ id }) => id));
}
