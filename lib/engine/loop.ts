import { type Log, reason } from "./log";

/** After a failure, in ms; doubled with each up to the last. */
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 2000;

/**
 * Runs `round` one at a time: when woken, and after as many ms as it answers (null: only when woken). A round that
 * throws is told once, until one succeeds or another reason comes up, and tried again: the loop outlives its database.
 */
export function loop(name: string, log: Log, round: () => Promise<number | null>) {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let told: string | undefined;

  async function run() {
    do {
      again = false;
      const next = await round().then(succeeded, failed);
      if (next === 0) again = true;
      if (!again && !stopped && next !== null) timer = setTimeout(wake, next);
    } while (again && !stopped);
    running = undefined;
  }

  function succeeded(next: number | null) {
    if (told !== undefined) log.info(`engine: ${name} works again`);
    told = undefined;
    failures = 0;
    return next;
  }

  function failed(error: unknown) {
    const message = reason(error);
    if (message !== told && !stopped) log.error(`engine: ${name}: ${message}`);
    told = message;
    again = false;
    return Math.min(FIRST_PAUSE_MS * 2 ** failures++, LAST_PAUSE_MS);
  }

  function wake() {
    if (stopped) return;
    again = true;
    clearTimeout(timer);
    running ??= run();
  }

  return {
    /** Run now; again afterwards when it is running already. */
    wake,
    /** Resolves when the round under way is over. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
