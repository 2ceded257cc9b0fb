import { readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { forgetSources } from "@/lib/inbound/door-source";
import { findSource, listDeliveries } from "@/lib/inbound/queries";
import { receive } from "@/lib/inbound/receive";
import { readDeliveryBody } from "@/tests/support/delivery-body";
import { aMailEvent, aSource, headersFor, type TestSource } from "@/tests/support/door";
import { type NodeDoor, openNodeDoor, speak } from "@/tests/support/node-door";
import { expect, test } from "@/tests/support/server-test";

let door: NodeDoor;
test.beforeEach(async () => {
  forgetSources();
  await rm(blobFolder(), { recursive: true, force: true });
  door = await openNodeDoor();
});
test.afterEach(() => door.close());

const MEGABYTE = 1024 * 1024;

function head(source: TestSource, lines: Record<string, string>): string {
  const headers = Object.entries({ host: "127.0.0.1", ...lines }).map(([name, value]) => `${name}: ${value}`);
  return `POST /webhooks/email/${source.key} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`;
}

const chunked = (bytes: Uint8Array) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);

function blobFolder() {
  return join(process.env.MAILROOM_DATA ?? "", "blobs");
}

async function filesLeft(): Promise<string[]> {
  const entries = await readdir(blobFolder(), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** A body that is spooled, sent in pieces. */
function* pieces(size: number, of = Buffer.alloc(64 * 1024, "x")) {
  for (let sent = 0; sent < size; sent += of.length) yield chunked(of.subarray(0, Math.min(of.length, size - sent)));
}

test("a declared gigabyte is refused before a byte of it is read", async () => {
  const source = await aSource();
  const answer = await speak(door.port, [head(source, { ...headersFor(source, {}), "content-length": String(1024 * MEGABYTE) })]);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer.toLowerCase()).toContain("connection: close");
});

test("a stream without end is cut at the limit, and leaves nothing", async ({ database }) => {
  const source = await aSource();
  await database.sql`update sources set max_body_bytes = ${2 * MEGABYTE}`;
  const start = head(source, { ...headersFor(source, {}), "transfer-encoding": "chunked" });
  const answer = await speak(
    door.port,
    (function* () {
      yield start;
      yield* pieces(64 * MEGABYTE);
    })(),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(await filesLeft()).toEqual([]);
});

test("a large mail is spooled, checked, and kept byte for byte", async () => {
  const source = await aSource();
  const body = Buffer.alloc(3 * MEGABYTE, "The lamp does not light. ");
  const answer = await fetch(`${door.origin}/webhooks/email/${source.key}`, {
    method: "POST",
    headers: headersFor(source, { body, headers: { "content-type": "message/rfc822" } }),
    body,
  });
  const { delivery } = (await answer.json()) as { delivery: string };
  expect(Buffer.from(await readDeliveryBody(delivery)).equals(body)).toBe(true);
  expect(await filesLeft()).toHaveLength(1);
});

test("a large mail sent twice, or forged, leaves its bytes once", async () => {
  const source = await aSource();
  const body = Buffer.alloc(MEGABYTE, "x");
  const send = (secret?: string) =>
    fetch(`${door.origin}/webhooks/email/${source.key}`, {
      method: "POST",
      headers: headersFor(source, { body, ...(secret && { secret }) }),
      body,
    });
  const statuses = await Promise.all([send(), send(), send("a secret of somebody else"), send()]);
  expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 401]);
  expect(await listDeliveries(source.workspaceId)).toMatchObject([{ repeats: 2 }]);
  expect(await filesLeft()).toHaveLength(1);
});

test("a sender that hangs up half-way leaves nothing", async () => {
  const source = await aSource();
  const start = head(source, { ...headersFor(source, {}), "transfer-encoding": "chunked" });
  const socket = connect(door.port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(start);
  for (const piece of pieces(MEGABYTE)) socket.write(piece);
  await expect.poll(filesLeft).toHaveLength(1);
  socket.destroy();
  await expect.poll(filesLeft).toEqual([]);
  expect(await listDeliveries(source.workspaceId)).toEqual([]);
});

test("a sender that drips is answered 408, and holds up nobody", async () => {
  const source = await aSource();
  const impatient = await openNodeDoor({ pace: { graceMs: 300, bytesPerSecond: 8 * 1024 } });
  const start = head(source, { ...headersFor(source, {}), "content-length": "100000" });
  const drips = async function* () {
    yield start;
    for (let sent = 0; sent < 1_000; sent++) {
      yield "x";
      await sleep(10);
    }
  };
  const body = aMailEvent();
  const headers = headersFor(source, { body });
  const quick = await fetch(`${impatient.origin}/webhooks/email/${source.key}`, { method: "POST", headers, body });
  expect(quick.status).toBe(200);
  expect(await speak(impatient.port, drips())).toMatch(/^HTTP\/1\.1 408 /);
  await impatient.close();
});

test("a thin line may take its time while it keeps up the pace", async () => {
  const source = await aSource();
  const patient = await openNodeDoor({ pace: { graceMs: 100, bytesPerSecond: 100 } });
  const body = aMailEvent({ text: "x".repeat(400) });
  const start = head(source, { ...headersFor(source, { body }), "content-length": String(body.length), connection: "close" });
  const trickle = async function* () {
    yield start;
    for (let at = 0; at < body.length; at += 20) {
      yield body.slice(at, at + 20);
      await sleep(10);
    }
  };
  expect(await speak(patient.port, trickle())).toMatch(/^HTTP\/1\.1 200 /);
  await patient.close();
});

test("a request cut by a proxy is asked for again, not called forged", async () => {
  const source = await aSource();
  const body = aMailEvent();
  const found = await findSource(source.key);
  if (!found) throw new Error("no source");
  const headers = new Headers({ ...headersFor(source, { body }), "content-length": String(body.length) });
  const cut = new Blob([body.slice(0, -10)]).stream() as unknown as AsyncIterable<Uint8Array>;
  const receipt = await receive(found, { header: (name) => headers.get(name), body: cut });
  expect(receipt).toMatchObject({ ok: false, refusal: { status: 500, error: "length" } });
});

test("pipelined requests are each answered for themselves", async () => {
  const source = await aSource();
  const requests = [aMailEvent(), aMailEvent(), aMailEvent()].map((body) =>
    Buffer.from(head(source, { ...headersFor(source, { body }), "content-length": String(Buffer.byteLength(body)) }) + body),
  );
  const last = head(source, { ...headersFor(source, {}), "content-length": "0", connection: "close" });
  const answer = await speak(door.port, [Buffer.concat([...requests, Buffer.from(last)])]);
  expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(4);
});
