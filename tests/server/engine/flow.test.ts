import { conformance, expect } from "./conformance";

conformance("gathers events into batches: full ones at once, the rest in time", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "batch", batchEvents: { maxSize: 3, timeout: "1s", key: "event.data.box" }, triggers: [{ event: "mail" }] },
      ({ events }) => note("batch", { box: events[0]?.data.box, ns: events.map((event) => event.data.n) }),
    ),
  ]);
  await client.send([1, 2, 3, 4].map((n) => ({ name: "mail", data: { n, box: "a" } })));
  await client.send({ name: "mail", data: { n: 5, box: "b" } });
  const batches = (await journal.until("batch", 3)) as { box: string; ns: number[] }[];
  expect(batches[0]).toEqual({ box: "a", ns: [1, 2, 3] });
  expect(batches.slice(1).sort((one, other) => one.box.localeCompare(other.box))).toEqual([
    { box: "a", ns: [4] },
    { box: "b", ns: [5] },
  ]);
});

conformance("runs once for a debounced burst, with its last event", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "debounced", debounce: { period: "1s", key: "event.data.id" }, triggers: [{ event: "edit" }] },
      ({ event }) => note("saved", [event.data.id, event.data.n]),
    ),
  ]);
  for (const n of [1, 2, 3]) await client.send({ name: "edit", data: { id: "a", n } });
  await client.send({ name: "edit", data: { id: "b", n: 1 } });
  expect((await journal.until("saved", 2)).sort()).toEqual([
    ["a", 3],
    ["b", 1],
  ]);
});

conformance("drops what comes above a rate limit", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "limited", rateLimit: { limit: 1, period: "60s", key: "event.data.id" }, triggers: [{ event: "call" }] },
      ({ event }) => note("called", event.data.id),
    ),
  ]);
  await client.send(["a", "a", "b", "a"].map((id) => ({ name: "call", data: { id } })));
  await client.send({ name: "call", data: { id: "c" } });
  expect((await journal.until("called", 3)).sort()).toEqual(["a", "b", "c"]);
});

conformance("spaces out throttled runs and loses none", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "throttled", throttle: { limit: 1, period: "1s" }, triggers: [{ event: "call" }] }, ({ step }) =>
      step.run("call", () => note("at", Date.now())),
    ),
  ]);
  const sent = Date.now();
  await client.send([1, 2, 3].map(() => ({ name: "call" })));
  const [, second, third] = (await journal.until("at", 3)) as [number, number, number];
  // Counted from the sending: a first run that a busy machine delays does not move the turns of the others.
  expect(second - sent).toBeGreaterThanOrEqual(950);
  expect(third - sent).toBeGreaterThanOrEqual(1950);
});

conformance("skips a run while its singleton is under way", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "single", singleton: { key: "event.data.id", mode: "skip" }, triggers: [{ event: "sync" }] },
      async ({ event, step }) => {
        await step.run("begin", () => note("begun", event.data.n));
        await step.sleep("nap", "1s");
        await step.run("end", () => note("ended", event.data.n));
      },
    ),
  ]);
  await client.send([1, 2].map((n) => ({ name: "sync", data: { id: "a", n } })));
  await journal.until("begun");
  await client.send({ name: "sync", data: { id: "a", n: 3 } });
  await journal.until("ended");
  // The run ends a moment after its last step: sent until taken.
  await expect
    .poll(async () => {
      await client.send({ name: "sync", data: { id: "a", n: 4 } });
      return journal.of("begun").length;
    })
    .toBe(2);
  expect(journal.of("begun")[1]).toBe(4);
});

conformance("replaces a singleton that is under way", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "newest", singleton: { mode: "cancel" }, triggers: [{ event: "sync" }] }, async ({ event, step }) => {
      await step.run("begin", () => note("begun", event.data.n));
      await step.sleep("nap", "1s");
      await step.run("end", () => note("ended", event.data.n));
    }),
  ]);
  await client.send({ name: "sync", data: { n: 1 } });
  await journal.until("begun");
  await client.send({ name: "sync", data: { n: 2 } });
  expect(await journal.until("ended")).toEqual([2]);
});

conformance("never runs more of a key at once than its limit, for either of two keys", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => {
    const running = new Map<string, number>();
    const enter = (key: string) => {
      const now = (running.get(key) ?? 0) + 1;
      running.set(key, now);
      note("depth", [key, now]);
    };
    return [
      inngest.createFunction(
        {
          id: "keyed",
          concurrency: [
            { key: "event.data.box", limit: 1 },
            { key: "event.data.tenant", limit: 2 },
          ],
          triggers: [{ event: "work" }],
        },
        async ({ event, step }) => {
          const keys = [`box ${event.data.box}`, `tenant ${event.data.tenant}`];
          await step.run("work", async () => {
            keys.forEach(enter);
            await new Promise((resolve) => setTimeout(resolve, 15));
            for (const key of keys) running.set(key, (running.get(key) ?? 0) - 1);
          });
          note("done");
        },
      ),
    ];
  });
  await client.send(Array.from({ length: 24 }, (_, n) => ({ name: "work", data: { box: n % 6, tenant: n % 2 } })));
  await journal.until("done", 24);
  const depths = journal.of("depth") as [string, number][];
  const most = (kind: string) => Math.max(...depths.filter(([key]) => key.startsWith(kind)).map(([, depth]) => depth));
  expect(most("box")).toBe(1);
  expect(most("tenant")).toBeLessThanOrEqual(2);
});

conformance("takes the higher priority first", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "ranked", concurrency: 1, priority: { run: "event.data.rank == 'high' ? 600 : 0" }, triggers: [{ event: "work" }] },
      async ({ event, step }) => {
        await step.run("work", async () => {
          note("did", event.data.rank);
          await new Promise((resolve) => setTimeout(resolve, 100));
        });
      },
    ),
  ]);
  await client.send([
    ...Array.from({ length: 6 }, () => ({ name: "work", data: { rank: "low" } })),
    { name: "work", data: { rank: "high" } },
  ]);
  const order = await journal.until("did", 7);
  expect(order.indexOf("high")).toBeLessThan(3);
});

conformance("cancels what does not start, or does not finish, in time", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "busy", concurrency: { scope: "env", key: `"one"`, limit: 1 }, triggers: [{ event: "busy" }] },
      ({ step }) =>
        step.run("hold", async () => {
          note("holding");
          await new Promise((resolve) => setTimeout(resolve, 2500));
        }),
    ),
    inngest.createFunction(
      { id: "queued", concurrency: { scope: "env", key: `"one"`, limit: 1 }, timeouts: { start: "1s" }, triggers: [{ event: "queued" }] },
      () => note("started"),
    ),
    inngest.createFunction({ id: "endless", timeouts: { finish: "1s" }, triggers: [{ event: "endless" }] }, async ({ step }) => {
      await step.sleep("long", "3s");
      note("finished");
    }),
    inngest.createFunction({ id: "undone", triggers: [{ event: "inngest/function.cancelled" }] }, ({ event }) =>
      note("cancelled", event.data.function_id),
    ),
  ]);
  await client.send({ name: "busy" });
  await journal.until("holding");
  await client.send([{ name: "queued" }, { name: "endless" }]);
  expect((await journal.until("cancelled", 2)).sort()).toEqual(["lab-endless", "lab-queued"]);
  expect([...journal.of("started"), ...journal.of("finished")]).toEqual([]);
});
