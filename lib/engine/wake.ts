import type { Store } from "./store";

/** The Postgres channel on which processes without an engine tell those with one that there is work. */
const WAKE_CHANNEL = "inngest_embedded_wake";

/** Tells an engine that there is something to do: its own process's, or through Postgres any other. */
export function wake({ engines, firm }: Store) {
  for (const engine of engines) engine();
  // A lost notification costs a tick, not an event.
  if (engines.size === 0) firm.notify(WAKE_CHANNEL, "").catch(() => undefined);
}

/** Has an engine told by its own process and, through Postgres, by any other. Answers how to end that. */
export function onWake({ engines, firm }: Store, engine: () => void): () => void {
  engines.add(engine);
  // After a cut connection, too: what was told meanwhile, nobody heard. It listens again by itself.
  firm.listen(WAKE_CHANNEL, engine, engine).catch(() => undefined);
  return () => engines.delete(engine);
}
