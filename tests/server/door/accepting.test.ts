import { randomBytes } from "node:crypto";
import { forgetSources } from "@/lib/inbound/door-source";
import { closeGroupCommit, openGroupCommit } from "@/lib/inbound/keeping/group-commit";
import { rotateSecret } from "@/lib/inbound/mutations";
import { listDeliveries } from "@/lib/inbound/queries";
import { readDeliveryBody } from "@/tests/support/delivery-body";
import { aMailEvent, aSource, post, type TestSource } from "@/tests/support/door";
import { expect, test } from "@/tests/support/server-test";

const deliveriesOf = ({ workspaceId }: TestSource) => listDeliveries(workspaceId);

test.beforeEach(() => forgetSources());

for (const writer of ["in groups", "one by one"]) {
  test.describe(`a door that commits ${writer}`, () => {
    test.beforeEach(({ database }) => {
      if (writer === "in groups") openGroupCommit(database.url);
    });
    test.afterEach(() => closeGroupCommit());

    test("keeps a signed mail byte for byte", async () => {
      const source = await aSource();
      const body = Buffer.concat([Buffer.from('{"subject":"'), randomBytes(3_000), Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('"}')]);
      const { status, json } = await post(source, { body });

      expect({ status, json }).toEqual({ status: 200, json: { status: "accepted", delivery: expect.any(String) } });
      expect(Buffer.from(await readDeliveryBody(json.delivery ?? "")).equals(body)).toBe(true);
      expect(await deliveriesOf(source)).toMatchObject([{ id: json.delivery, size: body.length, state: "accepted", repeats: 0 }]);
    });

    test("keeps a compressible mail byte for byte", async () => {
      const source = await aSource();
      const body = aMailEvent({ text: "The lamp does not light. ".repeat(2_000) });
      const { json } = await post(source, { body });
      expect(Buffer.from(await readDeliveryBody(json.delivery ?? "")).toString()).toBe(body);
    });

    test("makes one delivery of fifty identical requests at once", async () => {
      const source = await aSource();
      const body = aMailEvent();
      const answers = await Promise.all(Array.from({ length: 50 }, () => post(source, { body })));

      expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
      expect(answers.filter(({ json }) => json.status === "accepted")).toHaveLength(1);
      expect(new Set(answers.map(({ json }) => json.delivery)).size).toBe(1);
      expect(await deliveriesOf(source)).toMatchObject([{ repeats: 49 }]);
      expect(answers.filter(({ later }) => later.length > 0)).toHaveLength(1);
    });

    test("makes five hundred deliveries of five hundred different requests at once", async ({ database }) => {
      const source = await aSource();
      const answers = await Promise.all(Array.from({ length: 500 }, () => post(source)));
      expect(answers.every(({ json }) => json.status === "accepted")).toBe(true);
      const [counted] = await database.sql`select count(*)::int as count from deliveries`;
      expect(counted).toEqual({ count: 500 });
    });

    test("takes the same mail sent twice as one, whatever id its unsigned header names", async () => {
      const source = await aSource();
      const body = JSON.stringify({ subject: "no id in here" });
      await post(source, { body, eventId: "evt_1" });
      const { status, json } = await post(source, { body, eventId: "evt_2" });
      expect({ status, said: json.status }).toEqual({ status: 200, said: "duplicate" });
      expect(await deliveriesOf(source)).toMatchObject([{ repeats: 1 }]);
    });

    test("keeps other bytes under the same event id as a variant, once", async () => {
      const source = await aSource();
      const first = await post(source, { body: aMailEvent({ event_id: "evt_1", text: "one" }) });
      const other = aMailEvent({ event_id: "evt_1", text: "two" });
      const variant = await post(source, { body: other });
      const again = await post(source, { body: other });

      expect([variant.json.status, again.json]).toEqual(["accepted", { status: "duplicate", delivery: variant.json.delivery }]);
      expect(await deliveriesOf(source)).toMatchObject([
        { id: variant.json.delivery, variantOf: first.json.delivery, repeats: 1 },
        { id: first.json.delivery, variantOf: null, repeats: 0 },
      ]);
    });

    test("keeps a first, its variants and their repeats apart when all arrive at once", async () => {
      const source = await aSource();
      const bodies = Array.from({ length: 60 }, (_, at) => aMailEvent({ event_id: "evt_1", text: `${at % 6}` }));
      const answers = await Promise.all(bodies.map((body) => post(source, { body })));
      expect(answers.filter(({ json }) => json.status === "accepted")).toHaveLength(6);
      const rows = await deliveriesOf(source);
      expect(rows.map(({ repeats }) => repeats)).toEqual(Array(6).fill(9));
      expect(rows.filter(({ variantOf }) => variantOf === null)).toHaveLength(1);
    });

    test("recognises a signed event id over a new timestamp and signature", async () => {
      const source = await aSource({ scheme: "standard-webhooks" });
      const body = JSON.stringify({ type: "email.received" });
      await post(source, { body, eventId: "msg_1" });
      const retry = await post(source, { body, eventId: "msg_1", at: new Date(Date.now() - 60_000) });
      const other = await post(source, { body, eventId: "msg_2" });
      expect([retry.json.status, other.json.status]).toEqual(["duplicate", "accepted"]);
    });

    test("never mixes up two sources that use the same event id", async () => {
      const [one, two] = [await aSource(), await aSource()];
      const body = aMailEvent({ event_id: "evt_1" });
      expect((await post(one, { body })).json.status).toBe("accepted");
      expect((await post(two, { body })).json.status).toBe("accepted");
    });

    test("takes both secrets while a rotation overlaps, and only the new one after it", async () => {
      const source = await aSource();
      const renewed = await rotateSecret(source.workspaceId, source.id, { overlapSeconds: 3_600 });
      expect((await post(source)).status).toBe(200);
      expect((await post(source, { secret: renewed?.secret ?? "" })).status).toBe(200);

      const again = await rotateSecret(source.workspaceId, source.id, { overlapSeconds: 0 });
      expect((await post(source)).status).toBe(401);
      expect((await post(source, { secret: renewed?.secret ?? "" })).status).toBe(401);
      expect((await post(source, { secret: again?.secret ?? "" })).status).toBe(200);
    });
  });
}
