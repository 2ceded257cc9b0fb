import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { attachments, blobs, blobTexts } from "@/db/schema";
import { listLeftUnexamined } from "@/lib/attachments/unexamined";
import { checkMessage } from "@/lib/reparse/check";
import { showReading } from "@/lib/reparse/show-reading";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver, examine, openFiles } from "@/tests/support/deliver";
import { asOlderReader } from "@/tests/support/reparse";
import { expect, test } from "@/tests/support/server-test";

const WESTERN = Buffer.from([0x80, 0x2c, 0x93, 0x47, 0x72, 0xf6, 0xdf, 0x65, 0x94]);

/** A table in windows-1252, read for search. */
async function aTable() {
  const inbox = await anInbox();
  const files = [{ name: "sizes.csv", type: "text/csv; charset=windows-1252", content: WESTERN }];
  const { delivery, messages } = await deliver(inbox, { body: mail({ subject: "Sizes", text: "", files }), contentType: "message/rfc822" });
  await openFiles(delivery.id);
  const messageId = messages[0]?.id ?? "";
  const [file] = await db.select({ blobId: attachments.blobId }).from(attachments).where(eq(attachments.messageId, messageId));
  return { inbox, messageId, blobId: file?.blobId ?? "" };
}

const readingOf = async ({ inbox, messageId }: Awaited<ReturnType<typeof aTable>>) =>
  (await checkMessage(inbox.workspaceId, messageId))?.readingId ?? "";

const textOf = async (blobId: string) =>
  (await db.select({ text: blobTexts.text }).from(blobTexts).where(eq(blobTexts.blobId, blobId)))[0]?.text;

const inLine = async () => (await listLeftUnexamined(new Date(Date.now() + 60_000), 10)).map(({ id }) => id);

test("a file whose charset an older reader did not keep is read anew once the new reading is shown, and again if that is taken back", async () => {
  const table = await aTable();
  await db.update(attachments).set({ charset: null });
  await db.update(blobTexts).set({ text: "as it was guessed" });
  const readingId = await readingOf(table);
  expect(await inLine()).toEqual([]);

  expect(await showReading(table.inbox.workspaceId, readingId)).toMatchObject({ ok: true });
  expect(await inLine()).toEqual([table.blobId]);
  expect(await textOf(table.blobId)).toBe("as it was guessed");
  await examine("extract", table.blobId);
  expect(await textOf(table.blobId)).toBe("€,“Größe”");
  expect(await inLine()).toEqual([]);

  expect(await showReading(table.inbox.workspaceId, readingId)).toMatchObject({ ok: true });
  expect(await inLine()).toEqual([table.blobId]);
});

test("shown and taken back at once it is read once, and found all the while", async () => {
  const table = await aTable();
  await db.update(attachments).set({ charset: null });
  const readingId = await readingOf(table);

  await Promise.all([1, 2, 3].map(() => showReading(table.inbox.workspaceId, readingId)));
  expect(await inLine()).toEqual([table.blobId]);
  expect(await textOf(table.blobId)).toBe("€,“Größe”");
  await examine("extract", table.blobId);
  expect(await textOf(table.blobId)).toBe("€,“Größe”");
});

test("a reading that says the same of its files leaves their text alone", async () => {
  const table = await aTable();
  await asOlderReader(table.messageId);
  expect(await showReading(table.inbox.workspaceId, await readingOf(table))).toMatchObject({ ok: true });
  expect(await inLine()).toEqual([]);
  expect(await db.select({ extract: blobs.extract }).from(blobs)).toEqual([{ extract: "done" }]);
});
