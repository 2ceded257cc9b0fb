import { reasonOf } from "@/db/errors";
import type { Log } from "@/lib/process/log";
import { openApp } from "./app";
import { fireCrons } from "./cron";
import { dispatch } from "./dispatch";
import { fetchRegistry, type Registry } from "./functions";
import { releaseGathered } from "./gather";
import { type ClaimedJob, claimJobs, putBackUnheld } from "./jobs";
import { BEAT_MS, openLiveness } from "./liveness";
import { loop, ONLY_WHEN_WOKEN } from "./loop";
import { prune, type Retention } from "./retention";
import { inngestBackOff } from "./retries";
import { runJob } from "./run-job";
import { closeStore, openStore, scalar } from "./store";
import { onWake } from "./wake";

/** Jobs this process works on at once. They share its event loop: more would only make each slower. */
const SLOTS = 24;

/** How exactly batches and debounced events keep their time. */
const HELD_BACK_MS = 250;
const PRUNE_MS = 60_000;

/** How often jobs are looked for that the database says are ours and that nobody here works on. */
const UNHELD_MS = 5_000;

export interface EngineOptions {
  /** A direct connection: session locks and LISTEN do not pass a transaction pooler. */
  databaseUrl: string;
  /** Where the app answers `/api/inngest`, e.g. `http://127.0.0.1:3000`. */
  appOrigin: string;
  signingKey: string;
  /** Let the SDK run a whole function per call, telling us of each step, instead of one call per step. */
  checkpoint: boolean;
  /** Ask the app for its functions again this often, for a server that reloads them; once is enough otherwise. */
  resyncMs?: number;
  retention: Retention;
  /** A process that holds its lock but has not beaten for this long hangs, and its jobs go to others. */
  leaseMs?: number;
  /** Ms before the attempt after a failed one (from 0); Inngest's table unless told otherwise. */
  backOff?: (attempt: number) => number;
  log: Log;
}

export type Engine = Awaited<ReturnType<typeof startEngine>>;

/** Starts the engine. Resolves when the schema is there; it takes jobs once it counts as alive and the app has answered. */
export async function startEngine(options: EngineOptions) {
  const { databaseUrl, appOrigin, signingKey, checkpoint, retention, resyncMs = ONLY_WHEN_WOKEN, backOff = inngestBackOff, log } = options;
  const store = openStore(databaseUrl);
  await store.ready();
  const app = openApp(appOrigin, signingKey);
  const liveness = openLiveness(store, databaseUrl, log, options.leaseMs);
  const running = new Map<ClaimedJob, Promise<void>>();
  const freed: string[] = [];
  let unheldAt = 0;
  let registry: Registry | undefined;

  const sync = loop("sync", log, async () => {
    const known = registry?.functions.length;
    registry = await fetchRegistry(app);
    if (known !== undefined && known !== registry.functions.length) log.info(`engine: ${registry.functions.length} functions`);
    if (known === undefined) wakeAll();
    return resyncMs;
  });

  const dispatcher = loop("dispatch", log, async () => {
    if (!registry) return BEAT_MS;
    const started = (await dispatch(store, registry)) + (await releaseGathered(store, registry));
    if (started > 0) claimer.wake();
    return started > 0 ? 0 : HELD_BACK_MS;
  });

  const claimer = loop("claim", log, async () => {
    const free = SLOTS - running.size;
    if (!registry || liveness.worker === undefined || free <= 0) return BEAT_MS;
    if (performance.now() >= unheldAt) {
      await putBackUnheld(store, liveness.worker, [...running.keys()]);
      unheldAt = performance.now() + UNHELD_MS;
      // Meanwhile we may have been given up.
      return 0;
    }
    const given = [...freed];
    const { jobs, more, nextDueMs } = await claimJobs(store, liveness.worker, free, given).catch((error) => {
      // It may have been committed, and only its answer lost.
      unheldAt = 0;
      throw error;
    });
    freed.splice(0, given.length);
    for (const job of jobs) start(job, registry);
    return more ? 0 : Math.min(Math.max(nextDueMs ?? BEAT_MS, 1), BEAT_MS);
  });

  const beater = loop("beat", log, async () => {
    const released = await liveness.beat();
    const unblocked = await scalar<number>(store.quick`select unblock()`);
    if (released + unblocked > 0) claimer.wake();
    if (registry && (await fireCrons(store, registry, new Date())) > 0) dispatcher.wake();
    return BEAT_MS;
  });

  const pruner = loop("prune", log, async () => ((await prune(store, retention)) > 0 ? 0 : PRUNE_MS));

  function start(job: ClaimedJob, registry: Registry) {
    const work = runJob({ store, app, checkpoint, backOff, registry }, job)
      // Only the database fails here: the job stays claimed by us, and is put back once that is possible.
      .catch((error) => {
        log.error(`engine: run ${job.runId} of ${job.fnId}: ${reasonOf(error)}`);
        unheldAt = 0;
      })
      .finally(() => {
        running.delete(job);
        freed.push(...job.keys);
        wakeAll();
      });
    running.set(job, work);
  }

  function wakeAll() {
    dispatcher.wake();
    claimer.wake();
  }

  const unsubscribe = onWake(store, wakeAll);
  const loops = [sync, dispatcher, claimer, beater, pruner];

  return {
    /** Undefined until the app answered; then how many functions it has. */
    functionCount: () => registry?.functions.length,
    /** Takes no more jobs, lets those under way finish for up to `graceMs`, gives the rest back. */
    async stop(graceMs = 3000): Promise<void> {
      unsubscribe();
      await Promise.all(loops.map((each) => each.stop()));
      await Promise.race([Promise.allSettled(running.values()), new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      await liveness.stop();
      app.close();
      await closeStore();
    },
  };
}
