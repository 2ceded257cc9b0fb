import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { db } from "@/db/client";
import { attachments } from "@/db/schema";
import { env, secretKey } from "@/env";
import { attachmentPath } from "@/lib/attachments/address";
import { imageKey, proxiedImage, validUntil } from "@/lib/mail/image-address";
import { mail } from "@/tests/browser/support/mail";
import { PNG, withImageHost } from "@/tests/support/outside";
import { signedIn } from "@/tests/support/session";
import { type BenchApp, startApp } from "./support/app";
import { round, table } from "./support/figures";
import { mailEvent, post } from "./support/send";

const AT_ONCE = 20;
const MB = 1024 * 1024;
const FILE_BYTES = 25 * MB;
/** Just below what the proxy passes on. */
const IMAGE_BYTES = 5 * MB - 1024;
/** In base64, with its line ends, a mail of `FILE_BYTES`. */
const ATTACHED_BYTES = Math.floor(FILE_BYTES * 0.73);
const FILING_MS = 240_000;

/** Memory of the process while large mails come in and are filed, and files and remote images stream out, many at once. */
export async function benchMemory(port: number): Promise<string> {
  const image = Buffer.concat([PNG, randomBytes(IMAGE_BYTES - PNG.length)]);
  let measured = "";
  await withImageHost(
    (_, response) => response.setHeader("content-type", "image/png").end(image),
    async (host) => {
      const app = await startApp(port, { MAILROOM_IMAGE_HOSTS: host });
      try {
        measured = await measure(app, host);
      } finally {
        await app.stop();
      }
    },
  );
  return measured;
}

async function measure(app: BenchApp, host: string): Promise<string> {
  for (let n = 0; n < 20; n++) await post(app, mailEvent(`Warm-up ${n}`, 4_096));
  await post(app, largeMail(FILE_BYTES), "message/rfc822");
  const [fileId = ""] = await filed(1);
  const cookie = (await signedIn(env().MAILROOM_OWNER_EMAIL)).get("cookie") ?? "";
  const key = imageKey(secretKey(), app.source.workspaceId);
  const remote = (n: number) => proxiedImage(key, `http://${host}/${n}.png`, validUntil(Date.now()));

  const rows = [];
  // The first round warms what a running server has warm: code, and the buffers of its streams.
  for (const round of ["first", "second"]) {
    rows.push(await watched(app, `files out, ${round} round`, FILE_BYTES, () => download(app, attachmentPath(fileId), cookie)));
    rows.push(await watched(app, `remote images through, ${round} round`, IMAGE_BYTES, (n) => download(app, remote(n), cookie)));
  }
  const take = async () => {
    const { status } = await post(app, largeMail(ATTACHED_BYTES), "message/rfc822");
    return status === 200 ? FILE_BYTES : 0;
  };
  // Filing, which must hold a mail to read it, goes on behind the figure, which is the door's.
  rows.push(await watched(app, "mails in", FILE_BYTES, take));
  await filed(1 + AT_ONCE);
  const file = async () => {
    const came = await take();
    await filed(1 + 2 * AT_ONCE);
    return came;
  };
  rows.push(await watched(app, "mails in, until all are filed", FILE_BYTES, file));
  return table([`${AT_ONCE} at once`, "MB each", "not whole", "idle MB", "peak MB", "above idle, each MB"], rows);
}

/** Answers how many bytes came; `transfer` is called with 0, 1, 2 … */
async function watched(app: BenchApp, name: string, bytes: number, transfer: (n: number) => Promise<number>) {
  await sleep(3_000);
  const idle = await residentBytes(app.pid);
  let peak = idle;
  let done = false;
  const watch = (async () => {
    for (; !done; await sleep(20)) peak = Math.max(peak, await residentBytes(app.pid));
  })();
  const came = await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => transfer(n)));
  done = true;
  await watch;
  const broken = came.filter((count) => count !== bytes).length;
  return [name, round(bytes / MB), broken, round(idle / MB), round(peak / MB), round((peak - idle) / AT_ONCE / MB, 1)];
}

function largeMail(fileBytes: number): Buffer {
  const files = [{ name: "large.bin", type: "application/octet-stream", content: randomBytes(fileBytes) }];
  return Buffer.from(mail({ subject: "A large file", text: "", files }));
}

/** The ids of all attachments, which can be downloaded then, as soon as there are `count`. */
async function filed(count: number): Promise<string[]> {
  for (const end = Date.now() + FILING_MS; Date.now() < end; await sleep(500)) {
    const files = await db.select({ id: attachments.id }).from(attachments);
    if (files.length >= count) return files.map(({ id }) => id);
  }
  throw new Error(`${count} large mails were not filed within ${FILING_MS} ms`);
}

async function download(app: BenchApp, path: string, cookie: string): Promise<number> {
  const response = await fetch(new URL(path, app.url), { headers: { cookie } });
  let bytes = 0;
  if (response.ok) for await (const chunk of response.body ?? []) bytes += chunk.length;
  return bytes;
}

/** Linux only: what the kernel counts, buffers outside the JavaScript heap included. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
