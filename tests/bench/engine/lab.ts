import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { embeddedFetch } from "@/lib/engine/client-fetch";
import { startEngine } from "@/lib/engine/engine";

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
  stop(): Promise<void>;
}

/** A function of three steps, its app over signed loopback HTTP, sender, engine and app in this process. */
export async function openEngineLab(databaseUrl: string, checkpoint: boolean): Promise<EngineLab> {
  const client = new Inngest({
    id: "bench",
    isDev: false,
    eventKey: "bench",
    signingKey: SIGNING_KEY,
    baseUrl: "http://embedded.invalid/",
    fetch: embeddedFetch(() => databaseUrl),
  });
  const counts = new Map<string, number>();
  const waiting = new Set<() => void>();
  const total = () => [...counts.values()].reduce((sum, count) => sum + count, 0);
  const endedSoFar = (thread?: string) => (thread === undefined ? total() : (counts.get(thread) ?? 0));

  const three = client.createFunction(
    { id: "three", concurrency: { key: "event.data.thread", limit: 20 }, triggers: [{ event: "bench" }] },
    async ({ event, step }) => {
      const one = await step.run("one", () => ({ n: 1 }));
      const two = await step.run("two", () => one.n + 1);
      await step.run("three", () => ({ two, id: event.data.id }));
      counts.set(event.data.thread, endedSoFar(event.data.thread) + 1);
      for (const look of waiting) look();
    },
  );
  const server = createServer(serve({ client, functions: [three], enableUnauthedSync: false }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const engine = await startEngine({
    databaseUrl,
    appOrigin: `http://127.0.0.1:${port}`,
    signingKey: SIGNING_KEY,
    checkpoint,
    logger: { info: () => undefined, error: (line) => console.error(line) },
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
    async stop() {
      await engine.stop();
      server.close();
      server.closeAllConnections();
    },
  };
}
