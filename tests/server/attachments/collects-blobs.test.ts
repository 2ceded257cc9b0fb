import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { attachments, blobs, deliveries, messageReadings, messages, type Reading } from "@/db/schema";
import { collectBlobs } from "@/lib/attachments/collect-blobs";
import { keepBlob } from "@/lib/attachments/keep-blob";
import { blobStore } from "@/lib/storage/open";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver, post, runJob, type TestInbox } from "@/tests/support/deliver";
import { expect, test } from "@/tests/support/server-test";

const file = (content: string) => ({ name: "a.txt", type: "text/plain", content });
const deliverFile = (inbox: TestInbox, content = "the same bytes") =>
  deliver(inbox, { body: mail({ subject: "A file", text: content, files: [file(content)] }), contentType: "message/rfc822" });

/** As if all of it had happened long ago. */
async function age() {
  await db.update(blobs).set({ neededAt: new Date("2026-01-01") });
  await db.update(deliveries).set({ acceptedAt: new Date("2026-01-01") });
}

const longAgo = new Date("2026-02-01");

const NOTHING_READ: Reading = {
  ...{ mid: "", refs: [], from: null, sender: null, replyTo: [], to: [], cc: [], bcc: [], subject: "", snippet: "", claimedAt: null },
  ...{ text: null, html: null, headers: [], notes: [], attachments: [] },
};

async function filesOf({ workspaceId }: TestInbox) {
  const keys: string[] = [];
  for await (const key of blobStore().list(`${workspaceId}/`)) if (!key.includes("/raw/")) keys.push(key);
  return keys;
}

test("a file is kept as long as one message has it, and goes with the last", async () => {
  const inbox = await anInbox();
  const one = await deliverFile(inbox);
  const two = await deliverFile(inbox);
  expect(await db.select().from(blobs)).toHaveLength(1);
  await age();

  await db.delete(messages).where(eq(messages.deliveryId, one.delivery.id));
  expect(await collectBlobs(longAgo)).toBe(0);
  await db.delete(messages).where(eq(messages.deliveryId, two.delivery.id));
  expect(await collectBlobs(longAgo)).toBe(1);
  expect(await db.select().from(blobs)).toEqual([]);
  expect(await filesOf(inbox)).toEqual([]);
});

test("a file that was needed a moment ago stays, used or not", async () => {
  const inbox = await anInbox();
  await deliverFile(inbox);
  await db.delete(messages);
  expect(await collectBlobs(longAgo)).toBe(0);
});

test("a file that a delivery under way has asked for stays, however long it takes", async () => {
  const inbox = await anInbox();
  await deliverFile(inbox);
  const { deliveryId } = await post(inbox, {
    body: mail({ subject: "Slow", text: "", files: [file("the same bytes")] }),
    contentType: "message/rfc822",
  });
  await db.delete(messages);
  await age();

  expect(await collectBlobs(longAgo)).toBe(0);
  await runJob(deliveryId);
  expect(await db.select().from(attachments)).toHaveLength(1);
  expect(await filesOf(inbox)).toHaveLength(1);
});

test("a file that another reading of its mail has stays", async () => {
  const inbox = await anInbox();
  const { messages: filed, attachments: files } = await deliverFile(inbox);
  const [message] = filed;
  const [kept] = files;
  if (!message || !kept) throw new Error("nothing was filed");
  const read = { filename: "a.txt", contentType: "text/plain", contentId: null, inline: false, size: kept.size, blobId: kept.blobId };
  const reading = { ...NOTHING_READ, attachments: [read] };
  await db.insert(messageReadings).values({ workspaceId: inbox.workspaceId, messageId: message.id, reading, differences: [] });
  await db.delete(attachments);
  await age();
  expect(await collectBlobs(longAgo)).toBe(0);

  await db.delete(messageReadings);
  expect(await collectBlobs(longAgo)).toBe(1);
});

test("bytes that come again while their file is being dropped are brought anew", async () => {
  const inbox = await anInbox();
  await deliverFile(inbox);
  const [blob] = await db.select().from(blobs);
  if (!blob) throw new Error("no blob");
  await db.delete(messages);
  // A collector died after it had removed the file, before its row was gone.
  await db.update(blobs).set({ droppedAt: new Date() });
  await blobStore().remove(blob.key);

  await deliverFile(inbox);
  expect(await db.select().from(blobs)).toMatchObject([{ id: blob.id, droppedAt: null }]);
  expect(await blobStore().head(blob.key)).toEqual({ size: blob.size });
  expect(await collectBlobs(longAgo)).toBe(0);
});

test("collected and asked for at once, the bytes are there for whoever asked", async () => {
  const inbox = await anInbox();
  const bytes = Buffer.from("the same bytes");
  await deliverFile(inbox);
  const [blob] = await db.select().from(blobs);
  if (!blob) throw new Error("no blob");
  await db.delete(messages);
  await age();

  const put = (key: string) => blobStore().put(key, bytes, { contentType: "text/plain", maxBytes: 100 });
  const [, ...kept] = await Promise.all([
    collectBlobs(longAgo),
    collectBlobs(longAgo),
    ...Array.from({ length: 4 }, () => keepBlob(inbox.workspaceId, blob.sha256, put)),
  ]);
  const now = await db.select().from(blobs);
  expect(now).toMatchObject([{ sha256: blob.sha256, droppedAt: null }]);
  expect(kept.slice(1)).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ blobId: now[0]?.id })));
  expect(await blobStore().head(blob.key)).toEqual({ size: bytes.length });
});
