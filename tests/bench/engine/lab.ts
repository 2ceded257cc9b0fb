import { fork } from "node:child_process";
import { once } from "node:events";
import { startEngine } from "@/lib/engine/engine";
import { cpuTime } from "../support/cpu";
import type { AppWord } from "./app";
import { engineClient } from "./client";

const EVENT_BYTES = 1500;
const SIGNING_KEY = `signkey-embedded-${"ab".repeat(32)}`;

export interface EngineLab {
  /** Sends one event, answered once it is committed. */
  send(thread: string): Promise<void>;
  /** Many at once, as one request. */
  sendMany(thread: string, count: number): Promise<void>;
  /** Resolves when so many runs of a thread, or of all, have ended since the lab was opened. */
  ended(count: number, thread?: string): Promise<void>;
  endedSoFar(thread?: string): number;
  /** CPU time of sender, engine and app so far, in ms. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** Sender and engine in this process, an app with a function of three steps in another, called over signed loopback HTTP. */
export async function openEngineLab(databaseUrl: string, checkpoint: boolean): Promise<EngineLab> {
  const keys = { databaseUrl, signingKey: SIGNING_KEY };
  const client = engineClient(keys);
  const counts = new Map<string, number>();
  const waiting = new Set<() => void>();
  let total = 0;
  const endedSoFar = (thread?: string) => (thread === undefined ? total : (counts.get(thread) ?? 0));

  const app = fork("tests/bench/engine/app.ts", { execArgv: ["--import", "tsx"] });
  app.send(keys);
  const [{ port }] = (await once(app, "message")) as [{ port: number }];
  app.on("message", (word: AppWord) => {
    if (!("ended" in word)) return;
    total++;
    counts.set(word.ended, endedSoFar(word.ended) + 1);
    for (const look of waiting) look();
  });
  const engine = await startEngine({
    databaseUrl,
    appOrigin: `http://127.0.0.1:${port}`,
    signingKey: SIGNING_KEY,
    checkpoint,
    retention: { completedDays: 3, failedDays: 30 },
    log: { info: () => undefined, error: (line) => console.error(line) },
  });

  const anEvent = (thread: string) => ({ name: "bench", data: { id: crypto.randomUUID(), thread, text: "x".repeat(EVENT_BYTES) } });
  return {
    async send(thread) {
      await client.send(anEvent(thread));
    },
    async sendMany(thread, count) {
      await client.send(Array.from({ length: count }, () => anEvent(thread)));
    },
    ended: (count, thread) =>
      new Promise((resolve) => {
        const look = () => {
          if (endedSoFar(thread) < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    endedSoFar,
    cpuMs: () => cpuTime([process.pid]),
    async stop() {
      await engine.stop();
      app.kill();
      await once(app, "exit");
    },
  };
}
