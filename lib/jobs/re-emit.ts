import "server-only";
import { engineOperations } from "@/lib/operations/engine";
import { inngest } from "./client";

/** Runs per round trip. */
const BATCH = 200;

/**
 * Tells the engine that the client speaks to now of everything the embedded one has not finished, under the same event
 * ids, and cancels it here. Broken off, it goes on where it was: what was told twice is one event. Answers how many.
 */
export async function reEmit(): Promise<number> {
  const { listUnfinished, markMoved } = engineOperations();
  let told = 0;
  for (;;) {
    const unfinished = await listUnfinished(BATCH);
    if (unfinished.length === 0) return told;
    await inngest.send(unfinished.map(({ event: { id, name, data, ts } }) => ({ id, name, data, ts })));
    await markMoved(unfinished);
    told += unfinished.length;
  }
}
