import { createHash } from "node:crypto";
import { db } from "@/db/client";
import { blobs, receipts } from "@/db/schema";
import { MAX_OPENED_BYTES, withMail } from "@/lib/inbound/filing/open-mail";
import { blobStore } from "@/lib/storage/open";
import { anInbox, findDelivered, post, runJob } from "@/tests/support/deliver";
import { expect, test } from "@/tests/support/server-test";

const MEGABYTE = 1024 * 1024;
const FILE_BYTES = 31 * MEGABYTE;
/** So many of them there is room for at a time. */
const FIT = 3;

/** A file of one letter, as it is: quickly made and read, unlike those of other letters. */
function largeMail(at: number, size: number) {
  const file = Buffer.alloc(size, 0x41 + at);
  const head = [
    `Message-ID: <large-${at}@customer.test>`,
    "From: Ana <ana@customer.test>",
    "To: help@acme.test",
    `Subject: File ${at}`,
    "Content-Type: application/octet-stream",
    "Content-Disposition: attachment; filename=large.bin",
    "Content-Transfer-Encoding: binary",
  ];
  return { file, body: Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), file]), contentType: "message/rfc822" };
}

// Hundreds of megabytes through the door and onto the disk.
test.beforeEach(() => test.slow());

test("large mails at once are all filed, whole, and never more of them are in memory than there is room for", async () => {
  const inbox = await anInbox();
  const deliveryIds: string[] = [];
  const hashes: string[] = [];
  for (let at = 0; at < 2 * FIT; at++) {
    const { file, ...mail } = largeMail(at, FILE_BYTES);
    hashes.push(createHash("sha256").update(file).digest("hex"));
    deliveryIds.push((await post(inbox, mail)).deliveryId);
  }

  let bytes = 0;
  let most = 0;
  const meet = meetingOf(FIT);
  // Beside each run, with the mail it has in hand: a step that waits until there are as many as there may be, and takes its time.
  const watch = (deliveryId: string) =>
    withMail(deliveryId, async ({ body }) => {
      bytes += body.length;
      most = Math.max(most, bytes);
      await meet();
      await blobStore().put(`watched/${deliveryId}`, body, { contentType: "message/rfc822", maxBytes: body.length });
      bytes -= body.length;
    });
  await Promise.all(deliveryIds.flatMap((deliveryId) => [runJob(deliveryId), watch(deliveryId)]));

  expect(most).toBeLessThanOrEqual(MAX_OPENED_BYTES);
  const filed = await Promise.all(deliveryIds.map(findDelivered));
  expect(filed.map(({ delivery, messages }) => [delivery.state, delivery.failures, messages.length])).toEqual(
    deliveryIds.map(() => ["filed", 0, 1]),
  );
  const kept = await db.select({ sha256: blobs.sha256 }).from(blobs);
  expect(kept.map(({ sha256 }) => sha256).toSorted()).toEqual(hashes.toSorted());
  // No step was tried twice.
  expect(await db.select({ step: receipts.step }).from(receipts)).toHaveLength(4 * deliveryIds.length);
});

test("mails that cannot be kept give their room back to the one that waits", async () => {
  const inbox = await anInbox();
  const deliveryIds: string[] = [];
  for (const at of [0, 1, 2]) deliveryIds.push((await post(inbox, largeMail(at, 38 * MEGABYTE))).deliveryId);
  const [one = "", two = "", waiting = ""] = deliveryIds;
  const fail = (deliveryId: string) => withMail(deliveryId, () => Promise.reject(new Error("the blob store is away")));
  const [first, second] = await Promise.allSettled([fail(one), fail(two), runJob(waiting)]);
  expect([first.status, second.status]).toEqual(["rejected", "rejected"]);
  await Promise.all([runJob(one), runJob(two)]);
  const filed = await Promise.all(deliveryIds.map(findDelivered));
  expect(filed.map(({ delivery }) => delivery.state)).toEqual(["filed", "filed", "filed"]);
});

/** Whoever comes waits for as many others as it takes. */
function meetingOf(size: number) {
  const waiting: (() => void)[] = [];
  return () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === size) for (const goOn of waiting.splice(0)) goOn();
    });
}
