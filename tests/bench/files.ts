import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { and, count, eq, ne } from "drizzle-orm";
import { db } from "@/db/client";
import { attachments, blobs } from "@/db/schema";
import { mail } from "../browser/support/mail";
import { pictureOf } from "../support/images";
import { type BenchApp, startApp } from "./support/app";
import { round, table } from "./support/figures";
import { mailEvent, post } from "./support/send";

const FILES = 200;
const ROUNDS = 3;
const FILE_BYTES = 20_000;
const WAIT_MS = 300_000;

/** A mail with two hundred files: until it is acknowledged, until it is filed with all of them, until all are looked at and can be seen. */
export async function benchFiles(port: number): Promise<string> {
  const app = await startApp(port);
  try {
    for (let n = 0; n < 20; n++) await post(app, mailEvent(`Warm-up ${n}`, 4_096));
    const rows: (string | number)[][] = [];
    for (let n = 1; n <= ROUNDS; n++)
      rows.push(
        await measure(app, `${FILES} files of 20 kB`, () => ({ type: "application/octet-stream", content: randomBytes(FILE_BYTES) })),
      );
    const picture = await pictureOf({ width: 800, height: 600 }).png().toBuffer();
    // Each another file, and all the same to a decoder.
    rows.push(
      await measure(app, `${FILES} pictures of 0.5 megapixels`, () => ({
        type: "image/png",
        content: Buffer.concat([picture, randomBytes(16)]),
      })),
    );
    return table(["a mail with", "acknowledged in ms", "filed in s", "looked at in s", "missing"], rows);
  } finally {
    await app.stop();
  }
}

async function measure(app: BenchApp, name: string, make: () => { type: string; content: Uint8Array }) {
  const files = Array.from({ length: FILES }, (_, index) => ({ name: `file ${index}`, ...make() }));
  const body = Buffer.from(mail({ subject: name, text: "All of it", files }));
  const before = await db.$count(attachments);

  const start = performance.now();
  const seconds = () => round((performance.now() - start) / 1000, 1);
  const { status, ms } = await post(app, body, "message/rfc822");
  if (status !== 200) throw new Error(`the door answered ${status}`);
  await until(async () => (await db.$count(attachments)) >= before + FILES);
  const filed = seconds();
  await until(async () => (await countUnseen()) === 0);
  return [name, round(ms), filed, seconds(), before + FILES - (await db.$count(attachments))];
}

async function countUnseen(): Promise<number> {
  const [unsniffed] = await db.select({ files: count() }).from(blobs).where(ne(blobs.sniff, "done"));
  const [unseen] = await db
    .select({ files: count() })
    .from(blobs)
    .where(and(eq(blobs.sniff, "done"), eq(blobs.preview, "waiting")));
  return (unsniffed?.files ?? 0) + (unseen?.files ?? 0);
}

async function until(isSo: () => Promise<boolean>) {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(50)) if (await isSo()) return;
  throw new Error(`not done within ${WAIT_MS} ms`);
}
