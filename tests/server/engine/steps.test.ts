import { NonRetriableError, RetryAfterError, StepError } from "inngest";
import { conformance, expect, ours } from "./conformance";

conformance("runs a function step by step and keeps what each returned", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "three", triggers: [{ event: "three" }] }, async ({ event, step }) => {
      const one = await step.run("one", () => Number(event.data.start));
      const two = await step.run("two", () => ({ value: one + 1, text: "NUL \u0000, ünï, 🎈", list: [null, 1.5] }));
      note("done", await step.run("three", () => two));
    }),
  ]);
  await client.send({ name: "three", data: { start: 1 } });
  expect(await journal.until("done")).toEqual([{ value: 2, text: "NUL \u0000, ünï, 🎈", list: [null, 1.5] }]);
});

conformance("runs every step body once when nothing fails", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "once", triggers: [{ event: "once" }] }, async ({ step }) => {
      for (const name of ["a", "b", "c"]) await step.run(name, () => note("body", name));
      for (const turn of [1, 2]) await step.run("same id", () => note("body", turn));
      note("done");
    }),
  ]);
  await client.send({ name: "once" });
  await journal.until("done");
  expect(journal.of("body")).toEqual(["a", "b", "c", 1, 2]);
});

conformance("tries a failing step again, and only that step", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "flaky", retries: 3, triggers: [{ event: "flaky" }] }, async ({ step, attempt }) => {
      await step.run("fine", () => note("fine"));
      await step.run("flaky", () => {
        note("attempt", attempt);
        if (attempt < 2) throw new Error("not yet");
      });
      await step.run("after", () => note("after", attempt));
    }),
  ]);
  await client.send({ name: "flaky" });
  expect(await journal.until("after")).toEqual([0]);
  expect(journal.of("attempt")).toEqual([0, 1, 2]);
  expect(journal.of("fine")).toHaveLength(1);
});

conformance("tries the code between steps again", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "between", triggers: [{ event: "between" }] }, async ({ step, attempt }) => {
      await step.run("fine", () => note("fine"));
      if (attempt === 0) throw new Error("between");
      note("done", attempt);
    }),
  ]);
  await client.send({ name: "between" });
  expect(await journal.until("done")).toEqual([1]);
  expect(journal.of("fine")).toHaveLength(1);
});

conformance("waits as long as Retry-After says", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "later", triggers: [{ event: "later" }] }, async ({ step, attempt }) => {
      await step.run("call", () => {
        note("at", Date.now());
        if (attempt === 0) throw new RetryAfterError("busy", 2000);
      });
    }),
  ]);
  await client.send({ name: "later" });
  const [first, second] = (await journal.until("at", 2)) as [number, number];
  expect(second - first).toBeGreaterThanOrEqual(1990);
});

conformance("gives up after the last attempt and tells onFailure why", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      {
        id: "hopeless",
        retries: 1,
        triggers: [{ event: "hopeless" }],
        onFailure: ({ event, error }) =>
          note("failed", { data: event.data.event.data, fn: event.data.function_id, message: error.message }),
      },
      async ({ step, attempt }) => {
        await step.run("never", () => {
          note("attempt", attempt);
          throw new Error("it cannot be");
        });
      },
    ),
  ]);
  await client.send({ name: "hopeless", data: { id: "m1" } });
  expect(await journal.until("failed")).toEqual([{ data: { id: "m1" }, fn: "lab-hopeless", message: "it cannot be" }]);
  expect(journal.of("attempt")).toEqual([0, 1]);
});

conformance("does not try a NonRetriableError again", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "final", triggers: [{ event: "final" }], onFailure: ({ error }) => note("failed", error.message) },
      async ({ step }) => {
        await step.run("refuse", () => {
          note("attempt");
          throw new NonRetriableError("this mail is not one");
        });
      },
    ),
  ]);
  await client.send({ name: "final" });
  expect(await journal.until("failed")).toEqual(["this mail is not one"]);
  expect(journal.of("attempt")).toHaveLength(1);
});

conformance("lets the function catch a failed step and go on", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "caught", retries: 0, triggers: [{ event: "caught" }] }, async ({ step }) => {
      const rescued = await step
        .run("break", () => {
          throw new Error("broken");
        })
        .catch((error) => (error instanceof StepError ? `rescued from ${error.message}` : "something else"));
      note("done", await step.run("after", () => rescued));
    }),
  ]);
  await client.send({ name: "caught" });
  expect(await journal.until("done")).toEqual(["rescued from broken"]);
});

conformance("runs parallel steps side by side and joins them", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "parallel", triggers: [{ event: "parallel" }] }, async ({ step }) => {
      const before = await step.run("before", () => 0);
      const results = await Promise.all([
        step.run("a", () => before + 1),
        step.run("b", () => before + 2),
        step.sleep("nap", "1s").then(() => 3),
        (async () => (await step.run("c1", () => 2)) + (await step.run("c2", () => 2)))(),
      ]);
      note("done", await step.run("after", () => results));
    }),
  ]);
  await client.send({ name: "parallel" });
  expect(await journal.until("done")).toEqual([[1, 2, 3, 4]]);
});

conformance("retries one parallel step without disturbing the others", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "one-bad", triggers: [{ event: "one-bad" }] }, async ({ step, attempt }) => {
      await Promise.all([
        step.run("good", () => note("good")),
        step.run("bad", () => {
          if (attempt === 0) throw new Error("once");
          note("bad");
        }),
      ]);
      note("done");
    }),
  ]);
  await client.send({ name: "one-bad" });
  await journal.until("done");
  expect([journal.of("good").length, journal.of("bad").length]).toEqual([1, 1]);
});

conformance("settles a race by who was first", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "race", triggers: [{ event: "race" }] }, async ({ step }) => {
      const winner = await Promise.race([step.sleep("slow", "2s").then(() => "slow"), step.run("fast", () => "fast")]);
      note("done", winner);
    }),
  ]);
  await client.send({ name: "race" });
  expect(await journal.until("done")).toEqual(["fast"]);
});

conformance("does not wait for the loser of a group's race", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "group-race", triggers: [{ event: "group-race" }] }, async ({ step, group }) => {
      const winner = await group.parallel({ mode: "race" }, async () =>
        Promise.race([step.sleep("slow", "1h").then(() => "slow"), step.run("fast", () => "fast")]),
      );
      note("done", await step.run("after", () => winner));
    }),
  ]);
  await client.send({ name: "group-race" });
  expect(await journal.until("done")).toEqual(["fast"]);
});

ours("fails a run that asks for what the engine does not have, by its name", async ({ open }) => {
  const { client, journal } = await open((inngest, { note }) => [
    inngest.createFunction(
      { id: "signal", triggers: [{ event: "signal" }], onFailure: ({ error }) => note("failed", error.message) },
      async ({ step }) => {
        await step.waitForSignal("wait for it", { signal: "s", timeout: "1m", onConflict: "fail" });
      },
    ),
  ]);
  await client.send({ name: "signal" });
  expect(await journal.until("failed")).toEqual([`WaitForSignal (step "wait for it") is not supported by the embedded engine`]);
});
