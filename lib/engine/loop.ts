import { setTimeout } from "node:timers/promises";
import { reasonOf } from "@/db/errors";
import type { Log } from "@/lib/process/log";

/** After a failure, in ms; doubled with each up to the last. */
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 2000;

/** The longest that a timer waits: about 25 days. */
export const ONLY_WHEN_WOKEN = 2 ** 31 - 1;

/**
 * Runs `round` one at a time, from the next turn of the event loop on: after as many ms as it answers, and when woken. A round
 * that throws is told once, until one succeeds or another reason comes up, and tried again: the loop outlives its database.
 */
export function loop(name: string, log: Log, round: () => Promise<number>) {
  let pause = new AbortController();
  let stopped = false;
  let failures = 0;
  let told: string | undefined;

  async function run() {
    while (!stopped) {
      pause = new AbortController();
      const next = await round().then(succeeded, failed);
      const { signal } = pause;
      if (next > 0 && !signal.aborted && !stopped) await setTimeout(next, undefined, { signal }).catch(() => undefined);
    }
  }

  function succeeded(next: number) {
    if (told !== undefined) log.info(`engine: ${name} works again`);
    told = undefined;
    failures = 0;
    return next;
  }

  function failed(error: unknown) {
    const message = reasonOf(error);
    if (message !== told && !stopped) log.error(`engine: ${name}: ${message}`);
    told = message;
    // Who woke it meanwhile waits as well: what fails at once must not be tried at once for ever.
    pause = new AbortController();
    return Math.min(FIRST_PAUSE_MS * 2 ** failures++, LAST_PAUSE_MS);
  }

  const running = Promise.resolve().then(run);
  return {
    /** Run now; again afterwards when it is running already. */
    wake: () => pause.abort(),
    /** Resolves when the round under way is over. */
    async stop(): Promise<void> {
      stopped = true;
      pause.abort();
      await running;
    },
  };
}
