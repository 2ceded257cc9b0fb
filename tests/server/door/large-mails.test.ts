import { createHmac } from "node:crypto";
import { forgetSources } from "@/lib/inbound/door-source";
import { listDeliveries } from "@/lib/inbound/queries";
import { aSource, type TestSource } from "@/tests/support/door";
import { openNodeDoor, speak } from "@/tests/support/node-door";
import { expect, test } from "@/tests/support/server-test";

const MEGABYTE = 1024 * 1024;
const MAIL_BYTES = 40 * MEGABYTE;
const PIECE = Buffer.alloc(64 * 1024, "The lamp does not light. ");
/** For all four, their senders and what nobody has collected yet: far less than the 160 MB that pass. */
const ROOM_BYTES = 80 * MEGABYTE;
const LOOK_MS = 5;

test("four mails of forty megabytes at once pass through without gathering in memory", async () => {
  forgetSources();
  const source = await aSource();
  const door = await openNodeDoor();
  await speak(door.port, request(source, PIECE.length * 8, 0));

  const before = held();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, held());
  }, LOOK_MS);
  const answers = await Promise.all([1, 2, 3, 4].map((mail) => speak(door.port, request(source, MAIL_BYTES, mail))));
  clearInterval(watch);
  await door.close();

  expect(answers.every((answer) => answer.startsWith("HTTP/1.1 200 "))).toBe(true);
  expect(most - before).toBeLessThan(ROOM_BYTES);
  const [one, two, three, four] = await listDeliveries(source.workspaceId);
  expect([one, two, three, four].map((mail) => mail?.size)).toEqual(Array(4).fill(MAIL_BYTES));
});

function held() {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

/** A signed mail that is never whole in memory here either. `mail` is its first byte, so that no two are the same. */
function* request({ key, secret }: TestSource, size: number, mail: number) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", secret).update(`${timestamp}.`);
  for (const piece of pieces(size, mail)) mac.update(piece);
  const headers = {
    host: "127.0.0.1",
    connection: "close",
    "content-type": "message/rfc822",
    "content-length": size,
    "x-webhook-timestamp": timestamp,
    "x-webhook-signature": mac.digest("hex"),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  yield `POST /webhooks/email/${key} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  yield* pieces(size, mail);
}

function* pieces(size: number, mail: number) {
  yield Buffer.from([mail + 0x41]);
  for (let sent = 1; sent < size; sent += PIECE.length) yield PIECE.subarray(0, Math.min(PIECE.length, size - sent));
}
