import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Log } from "./log";

/** Before a thread that ended is started again; doubled each time until one has listened. */
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;
/**
 * Twice V8's own. What many requests at once have under way is young and alive: with less room it is copied over and over, which
 * took 15 % of the time of the thread of the jobs in a burst, and 11 % with this.
 */
const YOUNG_GENERATION_MB = 96;

/** What a thread is told: the port it had before, or 0 for any. */
export interface ThreadOrder {
  port: number;
}

/** What it says once it listens. */
export interface ThreadReady {
  port: number;
}

export interface ServingThread {
  /** Where it answers, on this machine only; the same for good. */
  origin: string;
  /** Ends it with whatever it is doing. */
  stop(): Promise<void>;
}

/**
 * Starts a thread that serves HTTP on a loopback port of its own, and keeps one there: should it end by itself, the next one
 * takes the same port. To whoever calls, that looks like a server that restarts. Rejects when the first one never listens.
 */
export async function startServingThread(name: string, file: string, log: Log): Promise<ServingThread> {
  let stopping = false;
  let { worker, port } = await spawn(file, 0);
  watch();

  function watch() {
    let reason = "";
    worker.on("error", (error) => {
      reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    worker.once("exit", (code) => {
      if (stopping) return;
      log.error(`The thread of ${name} ended with ${code} and is started again. ${reason}`);
      void replace();
    });
  }

  async function replace() {
    for (let pause = FIRST_PAUSE_MS; !stopping; pause = Math.min(pause * 2, LAST_PAUSE_MS)) {
      try {
        ({ worker, port } = await spawn(file, port));
        return stopping ? void worker.terminate() : watch();
      } catch (error) {
        log.error(`The thread of ${name} does not start: ${error instanceof Error ? error.message : error}`);
        await sleep(pause, undefined, { ref: false });
      }
    }
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      stopping = true;
      await worker.terminate();
    },
  };
}

async function spawn(file: string, port: number): Promise<{ worker: Worker; port: number }> {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
  const worker = new Worker(file, { workerData: { port } satisfies ThreadOrder, env: process.env, resourceLimits });
  const ended = new Promise<never>((_, reject) => {
    worker.once("error", reject).once("exit", (code) => reject(new Error(`it ended with ${code} before it listened`)));
  });
  const [ready] = (await Promise.race([once(worker, "message"), ended])) as [ThreadReady];
  worker.removeAllListeners();
  return { worker, port: ready.port };
}
