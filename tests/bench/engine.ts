import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import postgres from "postgres";
import { embeddedFetch } from "@/lib/engine/client-fetch";
import { startEngine } from "@/lib/engine/engine";

/**
 * What the embedded engine does per second, and how soon: a function of three steps, its app over loopback HTTP, sender,
 * engine and app in this one process. Method and figures: docs/benchmarks.md.
 *
 *   node scripts/run.mjs tests/bench/engine.ts postgres://…/an_empty_database
 */
const SENDERS = 20;
const EVENTS = Number(process.env.EVENTS ?? 2000);
const IDLE_RUNS = 100;
const EVENT_BYTES = 1500;

const [databaseUrl] = process.argv.slice(2);
if (!databaseUrl) throw new Error("name an empty database: postgres://user@127.0.0.1:5432/bench");

const signingKey = `signkey-embedded-${"ab".repeat(32)}`;
const client = new Inngest({
  id: "bench",
  isDev: false,
  eventKey: "bench",
  signingKey,
  baseUrl: "http://embedded.invalid/",
  fetch: embeddedFetch(() => databaseUrl),
  ...(process.env.NOAI ? { aiMetadata: false } : {}),
});

let finished = 0;
let told: (() => void) | undefined;
const three = client.createFunction(
  { id: "three", idempotency: "event.data.id", concurrency: { key: "event.data.thread", limit: 5 }, triggers: [{ event: "bench" }] },
  async ({ event, step }) => {
    const one = await step.run("one", () => ({ n: 1 }));
    const two = await step.run("two", () => one.n + 1);
    await step.run("three", () => ({ two, id: event.data.id }));
    finished++;
    told?.();
  },
);

const server = createServer(serve({ client, functions: [three], enableUnauthedSync: false }));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const appOrigin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });

for (const checkpoint of process.env.ONLY ? [true] : [true, false]) {
  const engine = await startEngine({
    databaseUrl,
    appOrigin,
    signingKey,
    checkpoint,
    logger: { info: () => undefined, error: (line) => console.error(line) },
  });
  await load(200);
  const { accepted, throughput, cpuMs, acks } = await load(EVENTS);
  const idle = await idleRuns();
  console.log(`${checkpoint ? "checkpoint" : "classic"} mode, ${EVENTS} events of ${EVENT_BYTES} bytes, ${SENDERS} senders`);
  console.log(`  accepted    ${accepted.toFixed(0)}/s, p50 ${quantile(acks, 0.5)} ms, p99 ${quantile(acks, 0.99)} ms`);
  console.log(`  end to end  ${throughput.toFixed(0)}/s, ${cpuMs.toFixed(2)} ms of this process's CPU each`);
  console.log(`  idle        p50 ${quantile(idle, 0.5)} ms, p99 ${quantile(idle, 0.99)} ms from send to the end of the third step`);
  await engine.stop();
}
const [left] = await sql<{ unfinished: number }[]>`select count(*)::int as unfinished from inngest_embedded.run where outcome is null`;
console.log(`  unfinished  ${left?.unfinished}`);
await sql.end();
server.close();
server.closeAllConnections();

async function load(events: number) {
  const target = finished + events;
  const all = new Promise<void>((resolve) => {
    told = () => finished >= target && resolve();
  });
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const acks: number[] = [];
  let sent = 0;
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (sent++ < events) {
        const at = performance.now();
        await send(sent);
        acks.push(performance.now() - at);
      }
    }),
  );
  const acceptedAfter = performance.now() - begun;
  await all;
  const tookMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return { accepted: (events / acceptedAfter) * 1000, throughput: (events / tookMs) * 1000, cpuMs: (user + system) / 1000 / events, acks };
}

async function idleRuns() {
  const times: number[] = [];
  for (let run = 0; run < IDLE_RUNS; run++) {
    const begun = performance.now();
    const done = new Promise<void>((resolve) => {
      told = resolve;
    });
    await send(run);
    await done;
    times.push(performance.now() - begun);
  }
  return times;
}

function send(n: number) {
  return client.send({ name: "bench", data: { id: crypto.randomUUID(), thread: n % 400, text: "x".repeat(EVENT_BYTES) } });
}

function quantile(values: number[], share: number): string {
  const sorted = values.toSorted((one, other) => one - other);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}
