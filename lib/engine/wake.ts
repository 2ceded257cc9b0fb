import { singleton } from "@/db/singleton";
import type { Store } from "./store";

/** The Postgres channel on which processes without an engine tell those with one that there is work. */
const WAKE_CHANNEL = "inngest_embedded_wake";

/** Engines of this process. Kept per process, not per module: Next's bundles send events, server.ts runs the engine. */
function engines(): Set<() => void> {
  return singleton("engine.wake", () => new Set<() => void>());
}

/** Tells an engine that there is something to do: its own process's, or through Postgres any other. */
export function wake({ firm }: Store) {
  const here = engines();
  for (const engine of here) engine();
  // A lost notification costs a tick, not an event.
  if (here.size === 0) firm.notify(WAKE_CHANNEL, "").catch(() => undefined);
}

/** Has an engine told by its own process and, through Postgres, by any other. Answers how to end that. */
export function onWake({ firm }: Store, callback: () => void): () => void {
  engines().add(callback);
  // After a cut connection, too: what was told meanwhile, nobody heard. It listens again by itself.
  firm.listen(WAKE_CHANNEL, callback, callback).catch(() => undefined);
  return () => engines().delete(callback);
}
