import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "inngest/node";
import { type BenchKeys, engineClient } from "./client";

// The app that the engine calls: a process of its own, as the jobs have a thread of their own (lib/jobs/thread.ts).

/** What it says once it was told the keys: where it listens, and then every run that ended, with the thread of its event. */
export type AppWord = { port: number } | { ended: string };

// As in scripts/start.mjs: the SDK reads all of it several times per call.
process.env = { ...process.env };

process.once("message", (keys: BenchKeys) => {
  const say = (word: AppWord) => process.send?.(word);
  const client = engineClient(keys);
  const three = client.createFunction(
    { id: "three", concurrency: { key: "event.data.thread", limit: 20 }, triggers: [{ event: "bench" }] },
    async ({ event, step }) => {
      const one = await step.run("one", () => ({ n: 1 }));
      const two = await step.run("two", () => one.n + 1);
      await step.run("three", () => ({ two, id: event.data.id }));
      say({ ended: event.data.thread });
    },
  );
  const server = createServer(serve({ client, functions: [three], enableUnauthedSync: false }));
  server.listen(0, "127.0.0.1", () => say({ port: (server.address() as AddressInfo).port }));
});
