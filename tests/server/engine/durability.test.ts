import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type postgres from "postgres";
import { closeStore } from "@/lib/engine/store";
import { test as base, embeddedClient, expect } from "./lab";
import { EFFECTS } from "./work";

interface Worker {
  process: ChildProcess;
  kill(): Promise<void>;
}

const test = base.extend<{ startWorker: (env?: Record<string, string>) => Promise<Worker> }>({
  startWorker: async ({ database }, use) => {
    const workers: Worker[] = [];
    await database.sql.unsafe(EFFECTS);
    await use(async (env = {}) => {
      const worker = await spawnWorker({ DATABASE_URL: database.url, CHECKPOINT: "1", ...env });
      workers.push(worker);
      return worker;
    });
    await Promise.all(workers.map((worker) => worker.kill()));
    await closeStore();
  },
});

test.describe.configure({ timeout: 240_000 });

for (const checkpoint of ["1", "0"]) {
  test(`loses nothing and finishes nothing twice through five kills (checkpoint ${checkpoint})`, async ({ database, startWorker }) => {
    const client = embeddedClient(database.url);
    const items = Array.from({ length: 100 }, (_, n) => `item-${n}`);
    let worker = await startWorker({ CHECKPOINT: checkpoint });
    const sending = (async () => {
      for (let from = 0; from < items.length; from += 5)
        await Promise.all(items.slice(from, from + 5).map((item) => client.send({ id: item, name: "work", data: { item } })));
    })();
    for (let kill = 1; kill <= 5; kill++) {
      await expect.poll(() => finished(database.sql), { timeout: 100_000, intervals: [20] }).toBeGreaterThanOrEqual(kill * 10);
      await worker.kill();
      worker = await startWorker({ CHECKPOINT: checkpoint });
    }
    await sending;
    await expect.poll(() => finished(database.sql), { timeout: 100_000 }).toBe(items.length);

    const last = await database.sql<{ item: string }[]>`select distinct item from effect where step = 'last 3'`;
    expect(last).toHaveLength(items.length);
    const [runs] = await database.sql`
      select count(*)::int as all, count(*) filter (where outcome = 'completed')::int as completed from inngest_embedded.run`;
    expect(runs).toEqual({ all: items.length, completed: items.length });
    expect(await leftOver(database.sql)).toBe(0);
    // A body is run again only where a kill fell between its effect and its memo: at most what was in flight.
    const [bodies] = await database.sql<{ extra: number }[]>`select count(*)::int - ${items.length * 4} as extra from effect`;
    expect(bodies?.extra).toBeLessThanOrEqual(5 * 24);
  });
}

test("takes up a killed process's jobs in another process, without repeating finished steps", async ({ database, startWorker }) => {
  const client = embeddedClient(database.url);
  const first = await startWorker();
  await client.send({ id: "s", name: "stuck", data: { item: "s" } });
  await expect.poll(() => effects(database.sql, "s")).toEqual(["before", "stuck"]);
  await startWorker();
  await first.kill();
  await expect.poll(() => effects(database.sql, "s")).toEqual(["before", "stuck", "stuck", "after"]);
});

test("takes up a job whose claim was committed while its answer was lost with the connection", async ({ database, open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "nap", triggers: [{ event: "nap" }] }, async ({ step }) => {
      await step.sleep("long", "1h");
      note("done");
    }),
  ]);
  await client.send({ name: "nap" });
  await expect.poll(() => database.sql`select from inngest_embedded.job where kind = 'timer'`).toHaveLength(1);
  // The engine's only process is alive, and has never heard of this claim.
  await database.sql`
    update inngest_embedded.job
    set state = 'claimed', worker = (select id from inngest_embedded.worker), claim = nextval('inngest_embedded.claim_seq')`;
  await expect.poll(() => journal.of("done")).toHaveLength(1);
});

test("takes a hung process's jobs away, and ignores it when it comes back", async ({ database, startWorker }) => {
  const client = embeddedClient(database.url);
  const hung = await startWorker({ LEASE_MS: "2000" });
  await client.send({ id: "s", name: "stuck", data: { item: "s" } });
  await expect.poll(() => effects(database.sql, "s")).toEqual(["before", "stuck"]);
  hung.process.kill("SIGSTOP");
  await startWorker({ LEASE_MS: "2000" });
  await expect.poll(() => effects(database.sql, "s")).toEqual(["before", "stuck", "stuck", "after"]);

  hung.process.kill("SIGCONT");
  await client.send({ id: "w", name: "work", data: { item: "w" } });
  await expect.poll(() => effects(database.sql, "w")).toContain("last 3");
  await expect.poll(() => leftOver(database.sql)).toBe(0);
  expect(await effects(database.sql, "s")).toHaveLength(4);
});

test("keeps a key's limit over several processes", async ({ database, startWorker }) => {
  const client = embeddedClient(database.url);
  await Promise.all([startWorker(), startWorker(), startWorker()]);
  const items = Array.from({ length: 120 }, (_, n) => ({ name: "keyed", data: { item: `i${n}`, key: `k${n % 3}` } }));
  await client.send(items);
  await expect.poll(() => finished(database.sql), { timeout: 100_000 }).toBe(items.length);
  expect(await database.sql`select key, most from depth order by key`).toEqual(["k0", "k1", "k2"].map((key) => ({ key, most: 2 })));
});

async function spawnWorker(env: Record<string, string>): Promise<Worker> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/server/engine/worker-process.ts"], {
    env: { ...process.env, TSX_TSCONFIG_PATH: "tsconfig.node.json", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (/^ready$/m.test(said)) resolve();
      });
    child.once("exit", (code) => reject(new Error(`the worker ended with ${code}: ${said}`)));
  });
  return {
    process: child,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function finished(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ runs: number }[]>`select count(*)::int as runs from inngest_embedded.run where outcome is not null`;
  return row?.runs ?? 0;
}

async function leftOver(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ jobs: number }[]>`select count(*)::int as jobs from inngest_embedded.job`;
  return row?.jobs ?? 0;
}

async function effects(sql: postgres.Sql, item: string): Promise<string[]> {
  const rows = await sql<{ step: string }[]>`select step from effect where item = ${item} order by at`;
  return rows.map(({ step }) => step);
}
