import { forgetSources } from "@/lib/inbound/door-source";
import { listDeliveries } from "@/lib/inbound/queries";
import { aMailEvent, aSource, headersFor, type TestSource } from "@/tests/support/door";
import { openNodeDoor } from "@/tests/support/node-door";
import { expect, test } from "@/tests/support/server-test";

test.beforeEach(() => forgetSources());

async function send(origin: string, source: TestSource, body = aMailEvent()) {
  const response = await fetch(`${origin}/webhooks/email/${source.key}`, { method: "POST", headers: headersFor(source, { body }), body });
  const { delivery } = (await response.json()) as { delivery: string };
  return delivery;
}

test("the engine is told of every delivery once, of many together", async () => {
  const source = await aSource();
  const door = await openNodeDoor();
  const sent = await Promise.all(Array.from({ length: 100 }, () => send(door.origin, source)));
  await door.close();
  expect(door.told.flat().toSorted()).toEqual(sent.toSorted());
  expect(door.told.length).toBeLessThan(50);
});

test("the engine is not told of repeats", async () => {
  const source = await aSource();
  const door = await openNodeDoor();
  const body = aMailEvent();
  const [first] = [await send(door.origin, source, body), await send(door.origin, source, body)];
  await door.close();
  expect(door.told.flat()).toEqual([first]);
});

test("a sender is told 200 while the engine cannot be told, and the delivery waits for the sweep", async () => {
  const source = await aSource();
  let tries = 0;
  const door = await openNodeDoor({
    async emit() {
      tries++;
      throw new Error("the engine is away");
    },
  });
  const first = await send(door.origin, source);
  const second = await send(door.origin, source);
  await door.close();
  expect(tries).toBeGreaterThan(0);
  expect(await listDeliveries(source.workspaceId)).toMatchObject([
    { id: second, state: "accepted", emittedAt: null },
    { id: first, state: "accepted", emittedAt: null },
  ]);
});
