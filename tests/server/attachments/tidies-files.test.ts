import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InngestTestEngine } from "@inngest/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { attachments, blobs, deliveries, messages } from "@/db/schema";
import { env } from "@/env";
import { tidyBlobs } from "@/lib/jobs/tidy-blobs";
import { blobStore } from "@/lib/storage/open";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver } from "@/tests/support/deliver";
import { expect, test } from "@/tests/support/server-test";

const LONG_AGO = new Date("2026-01-01");

/** One run of the job, every step for real. */
async function tidy() {
  const { error } = await new InngestTestEngine({ function: tidyBlobs }).execute();
  if (error) throw error instanceof Error ? error : new Error(JSON.stringify(error));
}

/** What was left long ago: a file nobody looked at, one whose mail is gone, and one that was half written when its writer died. */
async function leftovers() {
  const inbox = await anInbox();
  const deliverFile = (name: string) => {
    const files = [{ name, type: "text/plain", content: name }];
    return deliver(inbox, { body: mail({ subject: name, text: "", files }), contentType: "message/rfc822" });
  };
  const kept = await deliverFile("kept.txt");
  const { delivery } = await deliverFile("unused.txt");
  await db.delete(messages).where(eq(messages.deliveryId, delivery.id));
  await db.update(blobs).set({ createdAt: LONG_AGO, neededAt: LONG_AGO });
  await db.update(deliveries).set({ acceptedAt: LONG_AGO });

  const folder = join(env().MAILROOM_DATA, "blobs");
  await writeFile(join(folder, ".unfinished-old"), "half");
  await utimes(join(folder, ".unfinished-old"), LONG_AGO, LONG_AGO);
  return { inbox, folder, blobId: kept.attachments[0]?.blobId ?? "" };
}

type Left = Awaited<ReturnType<typeof leftovers>>;

async function expectTidy({ inbox, folder, blobId }: Left) {
  expect(await db.select({ id: blobs.id }).from(blobs)).toEqual([{ id: blobId }]);
  expect(await db.select({ blobId: attachments.blobId }).from(attachments)).toEqual([{ blobId }]);
  const files: string[] = [];
  for await (const key of blobStore().list(`${inbox.workspaceId}/`)) if (!key.includes("/raw/")) files.push(key);
  expect(files).toHaveLength(1);
  expect(await readdir(folder)).not.toContain(".unfinished-old");
}

test("the hourly job has forgotten files looked at, and takes away what is unused and half done", async ({ database }) => {
  const left = await leftovers();
  await tidy();
  await expectTidy(left);
  const told = await database.sql`select name, body -> 'data' ->> 'blobId' as "blobId" from inngest_embedded.event`;
  expect(told).toContainEqual({ name: "attachments/blob.kept", blobId: left.blobId });
});

test("the hourly job twice, and twice at once, tells of a file once an hour and takes away the same", async ({ database }) => {
  const left = await leftovers();
  const since = hour();
  await Promise.all([tidy(), tidy()]);
  await tidy();
  await expectTidy(left);
  const told = await database.sql`select id from inngest_embedded.event where id like ${`sniff:${left.blobId}:2%`}`;
  expect(told.length).toBeGreaterThan(0);
  expect([since, hour()].map((one) => `sniff:${left.blobId}:${one}`)).toEqual(expect.arrayContaining(told.map(({ id }) => id)));
});

const hour = () => new Date().toISOString().slice(0, 13);
