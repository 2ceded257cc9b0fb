import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { EnvError } from "@/env";
import type { Log } from "./log";
import { within } from "./shutdown";

/** Before a thread that ended is started again; doubled each time until one has listened. */
const FIRST_PAUSE_MS = 100;
const LAST_PAUSE_MS = 5_000;
/** Between asking a thread to end and ending it. */
const END_MS = 2_000;

/** Asks a thread to finish what it is doing and to end itself. One that takes longer is ended in the middle of it. */
export const END = "end";

/** What a thread is told at its start: the port to serve on, where it may not choose, and what its starter adds. */
export interface ThreadOrder {
  port: number | undefined;
}

/** What it says first: where it serves, or in a sentence for people why it cannot. */
export type ThreadReady = { origin: string } | { refused: string };

export interface ThreadOptions<Message> {
  /** Whose thread it is, for the log. */
  name: string;
  /** Its bundle. */
  file: string;
  order?: object;
  port?: number | undefined;
  /** Room for young objects, in MB. What many requests have under way is young and alive, and with less room it is copied over and over. */
  youngGenerationMb: number;
  /** Hears what the thread says after the first. */
  onMessage?: (message: Message) => void;
  log: Log;
}

export interface ServingThread {
  /** Where it answers; the same for good. */
  origin: string;
  stop(): Promise<void>;
}

/**
 * Starts a thread that serves HTTP on a port of its own, and keeps one there: should it end by itself, the next one takes the same
 * port. To whoever calls, that looks like a server that restarts. Rejects when the first one never serves, with an `EnvError` when it
 * said why.
 */
export async function startServingThread<Message>(options: ThreadOptions<Message>): Promise<ServingThread> {
  const { name, onMessage, log } = options;
  let stopping = false;
  let { worker, origin } = await spawn(options);
  watch();

  function watch() {
    let reason = "";
    if (onMessage) worker.on("message", onMessage);
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
    const port = Number(new URL(origin).port);
    for (let pause = FIRST_PAUSE_MS; !stopping; pause = Math.min(pause * 2, LAST_PAUSE_MS)) {
      try {
        ({ worker } = await spawn({ ...options, port }));
        return stopping ? void worker.terminate() : watch();
      } catch (error) {
        log.error(`The thread of ${name} does not start: ${error instanceof Error ? error.message : error}`);
        await sleep(pause, undefined, { ref: false });
      }
    }
  }

  return {
    origin,
    async stop() {
      stopping = true;
      worker.postMessage(END);
      await within(END_MS, once(worker, "exit"));
      await worker.terminate();
    },
  };
}

async function spawn({ file, order, port, youngGenerationMb }: Omit<ThreadOptions<never>, "onMessage">) {
  const workerData = { ...order, port } satisfies ThreadOrder;
  const resourceLimits = { maxYoungGenerationSizeMb: youngGenerationMb };
  const worker = new Worker(file, { workerData, env: process.env, resourceLimits });
  const first = new AbortController();
  const { signal } = first;
  // `once` also rejects on an error event.
  const ended = once(worker, "exit", { signal }).then(([code]) => Promise.reject(new Error(`it ended with ${code} before it listened`)));
  ended.catch(() => undefined);
  const [ready] = (await Promise.race([once(worker, "message", { signal }), ended])) as [ThreadReady];
  // Not removeAllListeners: the worker's own go with them, and it is never heard again.
  first.abort();
  if ("origin" in ready) return { worker, origin: ready.origin };
  await worker.terminate();
  throw new EnvError(ready.refused);
}
