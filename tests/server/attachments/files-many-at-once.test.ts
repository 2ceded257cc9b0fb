import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { attachments, blobs } from "@/db/schema";
import { blobStore } from "@/lib/storage/open";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver, examineFiles, post, runJob } from "@/tests/support/deliver";
import { expect, test } from "@/tests/support/server-test";

const FILES = 200;
/** Every tenth file is the same picture, as signatures bring it. */
const content = (index: number) => Buffer.from(index % 10 === 0 ? "the logo" : `file ${index} `.repeat(1 + index));

test("two hundred files in one mail are all there, in order, each with its own bytes, filed twice and at once the same", async () => {
  // Each of them is a run of its own.
  test.slow();
  const inbox = await anInbox();
  const files = Array.from({ length: FILES }, (_, index) => ({ name: `${index}.txt`, type: "text/plain", content: content(index) }));
  const payload = { body: mail({ subject: "All of it", text: "", files }), contentType: "message/rfc822" };
  const { delivery } = await deliver(inbox, payload);
  const again = await post(inbox, payload);
  await Promise.all([runJob(delivery.id), runJob(again.deliveryId), runJob(again.deliveryId)]);
  await examineFiles(delivery.id);

  const kept = await db
    .select({ filename: attachments.filename, size: attachments.size, sha256: blobs.sha256, key: blobs.key, type: blobs.sniffedType })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.id, attachments.blobId))
    .orderBy(attachments.position);
  const expected = files.map(({ name, content }) => ({
    filename: name,
    size: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
    type: "text/plain",
  }));
  expect(kept).toMatchObject(expected);
  expect(await db.$count(blobs)).toBe(FILES - FILES / 10 + 1);
  for (const { key, size } of kept) expect(await blobStore().head(key)).toEqual({ size });
});
