import { conformance, expect, ours } from "./conformance";

conformance("starts only what the event's name and filter ask for", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "paid", triggers: [{ event: "order", if: "event.data.amount > 100 && event.data.state == 'paid'" }] },
      ({ event }) => note("paid", event.data.n),
    ),
    inngest.createFunction({ id: "any", triggers: [{ event: "order" }, { event: "other" }] }, ({ event }) => note("any", event.data.n)),
    inngest.createFunction({ id: "missing", triggers: [{ event: "order", if: "event.data.nowhere.deep == 1" }] }, () => note("missing")),
  ]);
  await client.send([
    { name: "order", data: { n: 1, amount: 150, state: "paid" } },
    { name: "order", data: { n: 2, amount: 50, state: "paid" } },
    { name: "other", data: { n: 3 } },
    { name: "nobody", data: {} },
  ]);
  expect((await journal.until("any", 3)).sort()).toEqual([1, 2, 3]);
  expect(await journal.until("paid")).toEqual([1]);
  expect(journal.of("missing")).toEqual([]);
});

conformance("gives the function the event as it was sent", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "whole", triggers: [{ event: "whole" }] }, ({ event, events }) =>
      note("event", { event, same: events[0]?.id === event.id }),
    ),
  ]);
  await client.send({
    id: "whole-1",
    name: "whole",
    data: { z: 1, a: { b: ["é", null] }, 10: "ten", 2: "two", toJSON: "a name like any other" },
    ts: 1_700_000_000_000,
  });
  const [seen] = (await journal.until("event")) as [{ event: object; same: boolean }];
  expect(seen.event).toMatchObject({
    name: "whole",
    data: { z: 1, a: { b: ["é", null] }, 10: "ten", 2: "two", toJSON: "a name like any other" },
    ts: 1_700_000_000_000,
  });
  expect(seen.same).toBe(true);
});

ours("wakes and ends runs whose events hold what Postgres cannot read", async ({ open }) => {
  const data = { text: "NUL \u0000" };
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "wakes", triggers: [{ event: "begin" }] }, async ({ step }) => {
      await step.run("begin", () => note("begun"));
      const go = await step.waitForEvent("go", { event: "go", timeout: "1m", if: "event.data.text == async.data.text" });
      note("woken", go?.data);
    }),
    inngest.createFunction(
      { id: "fails", retries: 0, triggers: [{ event: "go" }], onFailure: ({ event }) => note("failed", event.data.event.data) },
      () => {
        throw new Error("it fails");
      },
    ),
  ]);
  await client.send({ name: "begin", data });
  await journal.until("begun");
  await expect
    .poll(async () => {
      await client.send({ name: "go", data });
      return journal.of("woken").length;
    })
    .toBeGreaterThan(0);
  expect(journal.of("woken")[0]).toEqual(data);
  await expect.poll(() => journal.of("failed").length).toBeGreaterThan(0);
  expect(journal.of("failed")[0]).toEqual({ text: "NUL \ufffd" });
});

conformance("takes an event id once, sent twice or at once", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "mail", triggers: [{ event: "mail" }] }, ({ event }) => note("mail", event.data.id)),
    inngest.createFunction({ id: "end", triggers: [{ event: "end" }] }, ({ step }) => step.run("end", () => note("end"))),
  ]);
  await client.send({ id: "m-1", name: "mail", data: { id: 1 } });
  await client.send({ id: "m-1", name: "mail", data: { id: 1 } });
  await Promise.all(Array.from({ length: 20 }, () => client.send({ id: "m-2", name: "mail", data: { id: 2 } })));
  await client.send([
    { id: "m-3", name: "mail", data: { id: 3 } },
    { id: "m-3", name: "mail", data: { id: 3 } },
  ]);
  await client.send({ name: "end" });
  await journal.until("end");
  expect((await journal.until("mail", 3)).sort()).toEqual([1, 2, 3]);
});

conformance("runs once per idempotency key", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "idem", idempotency: "event.data.messageId", triggers: [{ event: "idem" }] }, ({ event }) =>
      note("ran", event.data.messageId),
    ),
  ]);
  await client.send(["a", "b", "a", "a"].map((messageId) => ({ name: "idem", data: { messageId } })));
  await client.send([{ name: "idem", data: { messageId: "b" } }]);
  await client.send([{ name: "idem", data: { messageId: "c" } }]);
  expect((await journal.until("ran", 3)).sort()).toEqual(["a", "b", "c"]);
});

conformance("sleeps, and sleeps until", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "sleeper", triggers: [{ event: "sleep" }] }, async ({ step }) => {
      await step.run("before", () => note("at", Date.now()));
      await step.sleep("nap", "1s");
      await step.run("between", () => note("at", Date.now()));
      await step.sleepUntil("until", new Date(Date.now() + 1500));
      await step.run("after", () => note("at", Date.now()));
    }),
  ]);
  await client.send({ name: "sleep" });
  const [first, second, third] = (await journal.until("at", 3)) as [number, number, number];
  expect(second - first).toBeGreaterThanOrEqual(990);
  expect(third - second).toBeGreaterThanOrEqual(990);
});

conformance("waits for the event that matches", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "waiter", triggers: [{ event: "ask" }] }, async ({ step }) => {
      const ready = step.run("ask", () => note("asked"));
      await ready;
      const reply = await step.waitForEvent("reply", { event: "reply", timeout: "10s", match: "data.id" });
      note("reply", reply?.data.text);
      const rated = await step.waitForEvent("rating", {
        event: "rating",
        timeout: "10s",
        if: "async.data.stars >= 3 && event.data.id == async.data.id",
      });
      note("rating", rated?.data.stars);
    }),
  ]);
  await client.send({ name: "ask", data: { id: 7 } });
  await journal.until("asked");
  // Sent until heard: when the wait begins is the engine's business.
  const until = async (topic: string, events: { name: string; data: object }[]) => {
    await expect
      .poll(async () => {
        await client.send(events as Parameters<typeof client.send>[0]);
        return journal.of(topic).length;
      })
      .toBe(1);
    return journal.of(topic);
  };
  expect(
    await until("reply", [
      { name: "reply", data: { id: 8, text: "not for you" } },
      { name: "reply", data: { id: 7, text: "for you" } },
    ]),
  ).toEqual(["for you"]);
  expect(
    await until("rating", [
      { name: "rating", data: { id: 7, stars: 1 } },
      { name: "rating", data: { id: 7, stars: 5 } },
    ]),
  ).toEqual([5]);
});

conformance("stops waiting for an event that does not come", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "patient", triggers: [{ event: "ask" }] }, async ({ step }) => {
      note("reply", await step.waitForEvent("reply", { event: "reply", timeout: "1s" }));
    }),
  ]);
  await client.send({ name: "ask", data: { id: 7 } });
  expect(await journal.until("reply")).toEqual([null]);
});

conformance("sends events from a step, once", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "sender", triggers: [{ event: "sender" }] }, async ({ step }) => {
      const { ids } = await step.sendEvent("tell", [
        { name: "told", data: { n: 1 } },
        { name: "told", data: { n: 2 } },
      ]);
      await step.run("after", () => note("ids", ids.length));
    }),
    inngest.createFunction({ id: "told", triggers: [{ event: "told" }] }, ({ event }) => note("told", event.data.n)),
  ]);
  await client.send({ name: "sender" });
  expect(await journal.until("ids")).toEqual([2]);
  expect((await journal.until("told", 2)).sort()).toEqual([1, 2]);
});

conformance("invokes another function and gets its result, its error, or a time-out", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => {
    const double = inngest.createFunction({ id: "double", triggers: [] }, ({ event, step }) => {
      const { n } = event.data as { n: number };
      return step.run("double", () => n * 2);
    });
    const fail = inngest.createFunction({ id: "fail", retries: 0, triggers: [] }, () => {
      throw new Error("the invoked one broke");
    });
    const slow = inngest.createFunction({ id: "slow", triggers: [] }, ({ step }) => step.sleep("long", "1h"));
    return [
      double,
      fail,
      slow,
      inngest.createFunction({ id: "caller", triggers: [{ event: "caller" }] }, async ({ step }) => {
        note("result", await step.invoke("double it", { function: double, data: { n: 21 } }));
        const error = await step.invoke("break", { function: fail, data: {} }).catch((caught: Error) => caught.message);
        note("error", error);
        const late = await step.invoke("wait", { function: slow, data: {}, timeout: "1s" }).then(
          () => "in time",
          () => "too late",
        );
        note("late", late);
      }),
    ];
  });
  await client.send({ name: "caller" });
  await journal.until("late");
  expect(journal.of("result").at(-1)).toBe(42);
  expect(String(journal.of("error").at(-1))).toContain("the invoked one broke");
  expect(journal.of("late")).toEqual(["too late"]);
});

conformance("cancels the runs an event matches, and no others", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "cancellable", triggers: [{ event: "start" }], cancelOn: [{ event: "stop", match: "data.id" }] },
      async ({ event, step }) => {
        await step.run("begin", () => note("begun", event.data.id));
        await step.sleep("nap", "2s");
        await step.run("end", () => note("ended", event.data.id));
      },
    ),
  ]);
  await client.send([
    { name: "start", data: { id: "keep" } },
    { name: "start", data: { id: "drop" } },
  ]);
  await journal.until("begun", 2);
  await client.send({ name: "stop", data: { id: "drop" } });
  await client.send({ name: "start", data: { id: "last" } });
  await journal.until("ended", 2);
  expect(journal.of("ended").sort()).toEqual(["keep", "last"]);
});
