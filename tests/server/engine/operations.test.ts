import { engineOperations } from "@/lib/operations/engine";
import { expect, type FunctionsOf, test } from "./lab";

const functions: FunctionsOf = (inngest, { note }) => [
  inngest.createFunction({ id: "napper", triggers: [{ event: "nap" }] }, async ({ event, step }) => {
    await step.run("lie down", () => note("down", event.data.n));
    await step.sleep("nap", "1h");
  }),
  inngest.createFunction({ id: "quick", triggers: [{ event: "quick" }] }, ({ event, step }) =>
    step.run("do it", () => note("did", event.data.n)),
  ),
  inngest.createFunction({ id: "broken", retries: 0, triggers: [{ event: "broken" }] }, ({ step, attempt }) =>
    step.run("break", () => {
      note("broke", attempt);
      throw new Error("it is broken");
    }),
  ),
];

test("shows a run with its steps, what it waits for and what went wrong", async ({ open }) => {
  const { client, journal } = await open(functions);
  const operations = engineOperations();
  await client.send([{ name: "nap", data: { n: 1 } }, { name: "broken" }]);
  await journal.until("down");
  await expect.poll(async () => (await operations.listRuns({ state: "waiting" })).length).toBe(1);
  await expect.poll(async () => (await operations.listRuns({ state: "failed" })).length).toBe(1);

  const [waiting] = await operations.listRuns({ state: "waiting" });
  const napper = await operations.findRun(waiting?.id ?? "");
  expect(napper).toMatchObject({
    fnId: "lab-napper",
    state: "waiting",
    steps: [{ name: "lie down", error: null }],
    pending: [{ name: "nap", kind: "timer" }],
  });
  expect(napper?.steps[0]?.startedAt).toBeInstanceOf(Date);

  const [failed] = await operations.listRuns({ fnId: "lab-broken" });
  expect(failed).toMatchObject({ state: "failed", error: "it is broken" });
  expect((await operations.findRun(failed?.id ?? ""))?.steps).toMatchObject([{ name: "break", error: "it is broken" }]);
  expect(await operations.findRun("00000000-0000-7000-8000-000000000000")).toBeUndefined();
});

test("cancels a run once", async ({ open }) => {
  const { client, journal } = await open(functions);
  const operations = engineOperations();
  await client.send({ name: "nap", data: { n: 1 } });
  await journal.until("down");
  const [run] = await operations.listRuns();
  expect(await operations.cancelRun(run?.id ?? "")).toBe(true);
  expect(await operations.cancelRun(run?.id ?? "")).toBe(false);
  expect(await operations.findRun(run?.id ?? "")).toMatchObject({ state: "cancelled", error: "Cancelled by an operator", pending: [] });
});

test("runs again with the same event", async ({ open }) => {
  const { client, journal } = await open(functions);
  const operations = engineOperations();
  await client.send({ name: "quick", data: { n: 5 } });
  await journal.until("did");
  const [first] = await operations.listRuns();
  const again = await operations.rerun(first?.id ?? "");
  expect(again).not.toBe(first?.id);
  expect(await journal.until("did", 2)).toEqual([5, 5]);
});

test("lists a page at a time, newest first", async ({ open }) => {
  const { client, journal } = await open(functions);
  const operations = engineOperations();
  await client.send(Array.from({ length: 60 }, (_, n) => ({ name: "quick", data: { n } })));
  await journal.until("did", 60);
  const first = await operations.listRuns();
  const second = await operations.listRuns({ after: first.at(-1)?.id ?? "" });
  expect([first.length, second.length]).toEqual([50, 10]);
  expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(60);
});

test("measures queue, age and durations", async ({ open }) => {
  const { client, journal } = await open(functions);
  const operations = engineOperations();
  await client.send([{ name: "nap", data: { n: 1 } }, { name: "quick", data: { n: 1 } }, { name: "broken" }]);
  await Promise.all([journal.until("down"), journal.until("did"), journal.until("broke")]);
  await expect
    .poll(() => operations.metrics())
    .toMatchObject({
      jobs: { ready: 0, blocked: 0, scheduled: 1, claimed: 0 },
      undispatched: 0,
      oldestJobMs: 0,
      lastHour: { completed: 1, failed: 1, cancelled: 0, p95Ms: expect.any(Number) },
      workers: 1,
      draining: false,
    });
});

test("drains: accepts events, starts nothing, and finishes what is under way", async ({ open }) => {
  const { client, journal } = await open(functions);
  const operations = engineOperations();
  await client.send({ name: "nap", data: { n: 1 } });
  await journal.until("down");
  expect(await operations.drain()).toBe(1);
  expect((await operations.metrics()).draining).toBe(true);
  await client.send({ id: "late", name: "quick", data: { n: 2 } });

  const unfinished = await operations.listUnfinished();
  expect(unfinished.map(({ event, runId }) => [event.name, runId === null])).toEqual([
    ["quick", true],
    ["nap", false],
  ]);
  await operations.markMoved(unfinished);
  expect(await operations.listUnfinished()).toEqual([]);

  await operations.resume();
  expect((await operations.metrics()).draining).toBe(false);
  await client.send({ name: "quick", data: { n: 3 } });
  expect(await journal.until("did")).toEqual([3]);
});
