import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { loop } from "@/lib/engine/loop";

const silent = { info: () => undefined, error: () => undefined };

test("what fails at once is not tried again for each that wakes it meanwhile", async () => {
  let rounds = 0;
  const broken = loop("tests", silent, async () => {
    rounds++;
    broken.wake();
    throw new Error("the database is away");
  });
  for (let at = 0; at < 100; at++) await turn();
  expect(rounds).toBe(1);
  await broken.stop();
});

test("a round that is woken while it runs is followed by another", async () => {
  let rounds = 0;
  const busy = loop("tests", silent, async () => {
    if (++rounds < 10) busy.wake();
    return 60_000;
  });
  await expect.poll(() => rounds).toBe(10);
  await busy.stop();
});
