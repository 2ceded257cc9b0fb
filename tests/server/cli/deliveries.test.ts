import { failDelivery } from "@/lib/inbound/filing/finish-delivery";
import { findDelivery } from "@/lib/inbound/queries";
import { mailroom, mailroomJson } from "@/tests/support/command";
import { aMailEvent, aSource, post } from "@/tests/support/door";
import { expect, test } from "@/tests/support/server-test";

interface DeliveryJson {
  id: string;
  state: string;
  reason: string | null;
  repeats: number;
}

test("deliveries are listed newest first, by state, past the first page", async () => {
  const source = await aSource();
  const ids: string[] = [];
  for (let at = 0; at < 60; at++) ids.push((await post(source)).json.delivery ?? "");
  await failDelivery(ids[7] ?? "", "No mail in it.");

  const all = await mailroomJson<DeliveryJson[]>("deliveries", "list", "--limit", "1000");
  expect(all.map(({ id }) => id)).toEqual(ids.toReversed());
  expect(await mailroomJson<DeliveryJson[]>("deliveries", "list", "--state", "dead")).toMatchObject([
    { id: ids[7], state: "dead", reason: "No mail in it." },
  ]);
});

test("a delivery is shown with its life, and its body comes out byte for byte", async () => {
  const source = await aSource();
  const body = Buffer.from(`${aMailEvent({ subject: "Grüße" })}\n`);
  const { json } = await post(source, { body });
  const id = json.delivery ?? "";
  await post(source, { body });

  expect(await mailroomJson<DeliveryJson>("deliveries", "show", id)).toMatchObject({
    id,
    state: "accepted",
    repeats: 1,
    size: body.length,
  });
  expect((await mailroom("deliveries", "show", id)).stdout).toMatch(/^State +accepted$/m);
  expect((await mailroom("deliveries", "raw", id)).stdout).toBe(body.toString("utf8"));
});

test("a dead delivery is retried, and the engine is told of it", async ({ database }) => {
  const source = await aSource();
  const id = (await post(source)).json.delivery ?? "";
  await failDelivery(id, "The disk was full.");

  expect(await mailroomJson<{ retried: string[] }>("deliveries", "retry", id)).toEqual({ retried: [id] });
  expect(await findDelivery(source.workspaceId, id)).toMatchObject({ state: "accepted", reason: null });
  expect(await database.sql`select name from inngest_embedded.event`).toMatchObject([{ name: "inbound/delivery.accepted" }]);

  expect(await mailroom("deliveries", "retry", id)).toMatchObject({
    exitCode: 1,
    stderr: `mailroom: delivery ${id} is accepted: only a dead one can be retried\n`,
  });
});

test("all dead deliveries are retried, each once, even when two ask at once", async ({ database }) => {
  const source = await aSource();
  await Promise.all(Array.from({ length: 55 }, () => post(source)));
  await database.sql`update deliveries set state = 'dead', reason = 'The disk was full.'`;

  const both = await Promise.all([1, 2].map(() => mailroomJson<{ retried: string[] }>("deliveries", "retry", "--all-dead")));
  expect(new Set(both.flatMap(({ retried }) => retried)).size).toBe(55);
  expect(both.flatMap(({ retried }) => retried)).toHaveLength(55);
  expect(await database.sql`select id from deliveries where state = 'accepted' and emitted_at is not null`).toHaveLength(55);
});

test("a sender's control characters do not reach the operator's terminal", async () => {
  const source = await aSource();
  const id = (await post(source)).json.delivery ?? "";
  await failDelivery(id, "Bad \u001b[31mred\u001b[0m\r\nsecond line");

  expect((await mailroom("deliveries", "list")).stdout).toContain("Bad [31mred [0m second line");
});
