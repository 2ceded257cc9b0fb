import { randomBytes } from "node:crypto";
import { Worker } from "node:worker_threads";
import { expect, test } from "@playwright/test";
import { decode } from "@/lib/inbound/filing/decode";
import type { Email } from "@/lib/mail/email";
import { showBodies } from "@/lib/mail/show";
import { TaskOverrun, WorkerPool } from "@/lib/workers/pool";
import { runTask } from "@/lib/workers/run-task";

// Stands for a reader with a hole: does what the mail's first header asks for.
const READER = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", ({ input }) => {
  if (input.contentType === "loop") for (;;);
  if (input.contentType === "exit") process.exit(3);
  if (input.contentType === "memory") { const hoard = []; for (;;) hoard.push(new Array(1e6).fill({})); }
  if (input.contentType === "broken") return parentPort.postMessage({ error: "it broke" });
  parentPort.postMessage({ result: { ok: false, refusal: "NotAMail", message: input.contentType } });
});`;

function openPool(size = 2, deadlineMs = 1_000) {
  let spawned = 0;
  const spawn = () => {
    spawned++;
    return new Worker(READER, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } });
  };
  const pool = new WorkerPool({ size, deadlineMs, spawn });
  const ask = (contentType: string) => pool.run("decode", { contentType, headers: {}, body: new Uint8Array() });
  return { pool, ask, spawned: () => spawned };
}

const answer = (message: string) => ({ ok: false, refusal: "NotAMail", message });

test.describe("reading mail in workers", () => {
  test("ends a mail that takes too long, and reads the next in a fresh worker", async () => {
    const { pool, ask, spawned } = openPool(1, 1_000);
    await expect(ask("loop")).rejects.toMatchObject({ name: "TaskOverrun", message: "took longer than 1 s", of: "time" });
    expect(await ask("next")).toEqual(answer("next"));
    expect(spawned()).toBe(2);
    await pool.close();
  });

  test("does not hold up other mail behind a slow one", async () => {
    const { pool, ask } = openPool(2, 3_000);
    const slow = ask("loop").catch((error: unknown) => error);
    expect(await Promise.all(["a", "b", "c"].map(ask))).toEqual(["a", "b", "c"].map(answer));
    expect(await slow).toBeInstanceOf(TaskOverrun);
    await pool.close();
  });

  test("ends a mail that takes too much memory, and nothing else", async () => {
    const { pool, ask } = openPool(1, 20_000);
    await expect(ask("memory")).rejects.toMatchObject({ name: "TaskOverrun", message: "took more memory than a mail may", of: "memory" });
    expect(await ask("next")).toEqual(answer("next"));
    await pool.close();
  });

  test("tells a broken worker apart from a bad mail, so that it is tried again", async () => {
    const { pool, ask } = openPool(1, 20_000);
    await expect(ask("broken")).rejects.toThrow("it broke");
    await expect(ask("exit")).rejects.toThrow("A worker ended with 3");
    expect(await ask("next")).toEqual(answer("next"));
    await pool.close();
  });

  test("answers five hundred at once, each with its own, from a few threads", async () => {
    const { pool, ask, spawned } = openPool(3, 20_000);
    const names = Array.from({ length: 500 }, (_, at) => `mail ${at}`);
    expect(await Promise.all(names.map(ask))).toEqual(names.map(answer));
    expect(spawned()).toBeLessThanOrEqual(3);
    await pool.close();
  });

  test("makes bodies ready for the screen as the thread would", async () => {
    const bodies = {
      text: "See https://x.test\n> old",
      html: '<style>p{color:red;background:url(https://t.test)}</style><p onclick=1>x<img src="cid:a@x"><img src=https://t.test/p width=1 height=1>',
      pictures: [["A@x", "/attachments/1"]] satisfies [string, string][],
      remote: null,
      parent: null,
    };
    expect(await runTask("show", bodies)).toEqual(showBodies(bodies));
  });

  test("gives back the very bytes of mail and files", async () => {
    const file = Buffer.from("bytes \u00ff", "latin1");
    const mail = Buffer.concat([Buffer.from("Content-Type: application/x\r\nContent-Disposition: attachment\r\n\r\n"), file]);
    const { email, body } = await decode({ contentType: "message/rfc822", headers: {}, body: mail });
    expect(body).toEqual(new Uint8Array(mail));
    expect(email.raw).toBe(body);
    expect(bytesOf(email)).toEqual([new Uint8Array(file)]);
  });

  test("moves a large mail there and back, and copies neither it nor its files", async () => {
    const file = randomBytes(3_000_000);
    const parts = [
      `Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n${file.toString("base64").replace(/.{76}/g, "$&\r\n")}`,
      `Content-Type: application/x\r\n\r\n${"x".repeat(2_000_000)}`,
    ];
    const mail = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.map((part) => `--b\r\n${part}\r\n`).join("")}--b--\r\n`;
    const posted = Buffer.from(mail);
    const { email, body } = await decode({ contentType: "message/rfc822", headers: {}, body: posted });
    expect(posted.length).toBe(0);
    expect(Buffer.from(body).toString()).toBe(mail);
    const [decoded, plain] = bytesOf(email);
    expect(decoded && Buffer.from(decoded).equals(file)).toBe(true);
    expect(plain?.length).toBe(2_000_000);
    expect(plain?.buffer).toBe(body.buffer);
  });

  test("keeps no large buffer for the sake of a small file in it", async () => {
    const inner = `--b\r\nContent-Type: application/x\r\n\r\nsmall\r\n--b\r\nContent-Type: text/plain\r\n\r\n${"y".repeat(100_000)}\r\n--b--\r\n`;
    const mail = `Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(inner).toString("base64")}`;
    const { email } = await decode({ contentType: "message/rfc822", headers: {}, body: Buffer.from(mail) });
    expect(bytesOf(email).map((bytes) => [Buffer.from(bytes).toString(), bytes.buffer.byteLength])).toEqual([["small", 5]]);
  });
});

function bytesOf({ attachments }: Email): Uint8Array[] {
  return attachments.flatMap(({ content }) => (content.kind === "bytes" ? content.bytes : []));
}
