import { writeFile } from "node:fs/promises";
import { test as base } from "@playwright/test";
import { createSource } from "@/lib/inbound/mutations";
import { listDeliveries } from "@/lib/inbound/queries";
import { listMailboxes } from "@/lib/workspaces/queries";
import { send } from "@/tests/support/command";
import { readDeliveryBody } from "@/tests/support/delivery-body";
import { aSource } from "@/tests/support/door";
import { openNodeDoor } from "@/tests/support/node-door";
import { expect, test } from "@/tests/support/server-test";

const MAIL = "Message-ID: <one@acme.test>\r\nFrom: ana@customer.test\r\nTo: help@acme.test\r\nSubject: Gr\xfc\xdfe\r\n\r\nHello.\r\n";

/** A file of this test. */
async function file(name: string, content: string | Buffer): Promise<string> {
  const path = base.info().outputPath(name);
  await writeFile(path, content);
  return path;
}

test("a sample mail is signed and posted, and the door's answer shown", async () => {
  const source = await aSource();
  const door = await openNodeDoor();
  const { exitCode, stdout } = await send("--url", door.origin);
  await door.close();

  const [delivery] = await listDeliveries(source.workspaceId);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(`200 from ${door.origin}/webhooks/email/${source.key}: accepted as delivery ${delivery?.id}\n`);
});

test("a file goes out byte for byte; the same again is a duplicate", async () => {
  const source = await aSource({ key: "own" });
  const [mailbox] = await listMailboxes(source.workspaceId);
  if (mailbox) await createSource(source.workspaceId, { name: "Other", scheme: "svix", defaultMailboxId: mailbox.id });
  const door = await openNodeDoor();
  const path = await file("mail.eml", Buffer.from(MAIL, "latin1"));

  const first = await send(path, "--source", "own", "--url", door.origin);
  const again = await send(path, "--source", "own", "--url", door.origin);
  await door.close();

  expect([first.exitCode, again.exitCode]).toEqual([0, 0]);
  expect(again.stdout).toContain("duplicate");
  const deliveries = await listDeliveries(source.workspaceId);
  expect(deliveries).toMatchObject([{ repeats: 1, contentType: "message/rfc822" }]);
  expect(Buffer.from(await readDeliveryBody(deliveries[0]?.id ?? "")).toString("latin1")).toBe(MAIL);
});

for (const [name, content] of [
  ["mail.eml", MAIL],
  ["event.json", JSON.stringify({ id: "evt_1", data: { message_id: "<one@acme.test>", from: "ana@customer.test", text: "Hello." } })],
] as const) {
  test(`${name} sent twenty-five times is twenty-five mails`, async () => {
    const source = await aSource();
    const door = await openNodeDoor();
    const { exitCode, stdout, stderr } = await send(await file(name, content), "--times", "25", "--url", door.origin);
    await door.close();

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^25 taken in by \S+ in [\d.]+ s, [\d.]+\/s\n$/);
    expect((await listDeliveries(source.workspaceId)).filter(({ repeats }) => repeats === 0)).toHaveLength(25);
  });
}

test("what the door refuses is told in words, counted, and fails the command", async ({ database }) => {
  await aSource();
  await database.sql`update sources set max_body_bytes = 10`;
  const door = await openNodeDoor();
  const { exitCode, stdout, stderr } = await send("--times", "3", "--url", door.origin);
  await door.close();

  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: "send: 3 refused: 413 size The body is over 10 bytes.\n",
  });
});

test("no server, no file and no sense are each one line", async () => {
  await aSource();
  const door = await openNodeDoor();
  await door.close();
  const [unreachable, missing, senseless] = await Promise.all([send("--url", door.origin), send("nowhere.eml"), send("--times", "many")]);

  expect(unreachable).toMatchObject({
    exitCode: 1,
    stderr: `send: nobody answers at ${door.origin}: start Mailroom with npm start, or say where it runs with --url
`,
  });
  expect(missing).toMatchObject({ exitCode: 1, stderr: "send: there is no file nowhere.eml\n" });
  expect(senseless).toMatchObject({ exitCode: 2, stderr: "send: --times: takes a count\n" });
});
