import { POST as postScan } from "@/app/api/v1/attachments/[attachmentId]/scan/route";
import { db } from "@/db/client";
import { attachments, blobs, feed } from "@/db/schema";
import { forgetEnv } from "@/env";
import { isScannable, scanAgain, scanNextAgain } from "@/lib/attachments/scan-again";
import { mail } from "@/tests/browser/support/mail";
import { mailroom, mailroomJson } from "@/tests/support/command";
import { anInbox, deliver, examine, openFiles } from "@/tests/support/deliver";
import { startFakeClamd } from "@/tests/support/fake-clamd";
import { pictureOf } from "@/tests/support/images";
import { expect, test } from "@/tests/support/server-test";

const SCANNER = "tcp://127.0.0.1:1";

test.afterEach(() => useScanner(undefined));

function useScanner(url: string | undefined) {
  if (url) process.env.CLAMD_URL = url;
  else delete process.env.CLAMD_URL;
  forgetEnv();
}

/** Files that came before there was a scanner. */
async function filesFromBefore(count: number, content = (index: number): string | Uint8Array => `file ${index}`) {
  const inbox = await anInbox();
  const files = Array.from({ length: count }, (_, index) => ({
    name: `${index}.bin`,
    type: "application/octet-stream",
    content: content(index),
  }));
  const { delivery } = await deliver(inbox, { body: mail({ subject: "Files", text: "", files }), contentType: "message/rfc822" });
  const [file] = await db.select({ id: attachments.id, blobId: attachments.blobId }).from(attachments).orderBy(attachments.position);
  return { inbox, delivery, id: file?.id ?? "", blobId: file?.blobId ?? "" };
}

const states = async () => (await db.select({ scan: blobs.scan }).from(blobs)).map(({ scan }) => scan);

test("a file that came before there was a scanner is scanned when somebody asks, and all who look are told", async () => {
  const { inbox, id, blobId } = await filesFromBefore(1);
  expect(await scanAgain(inbox.workspaceId, id)).toBeUndefined();

  const scanner = await startFakeClamd(() => "stream: OK\0");
  useScanner(scanner.url);
  await db.delete(feed);
  expect(await scanAgain(inbox.workspaceId, id)).toBe(blobId);
  expect(await states()).toEqual(["waiting"]);
  await examine("scan", blobId);
  expect(await states()).toEqual(["clean"]);
  expect((await db.select().from(feed)).map(({ kind }) => kind)).toEqual(["attachment.changed", "attachment.changed"]);

  expect(await scanAgain(inbox.workspaceId, id)).toBeUndefined();
  expect(scanner.scans).toHaveLength(1);
  await scanner.stop();
});

test("of several who ask at once one puts the file in line, and nobody from elsewhere does", async () => {
  const { inbox, id, blobId } = await filesFromBefore(1);
  useScanner(SCANNER);
  const elsewhere = await anInbox();
  expect(await scanAgain(elsewhere.workspaceId, id)).toBeUndefined();
  const asked = await Promise.all(Array.from({ length: 5 }, () => scanAgain(inbox.workspaceId, id)));
  expect(asked.filter((answer) => answer !== undefined)).toEqual([blobId]);
  expect(
    (await postScan(new Request("http://127.0.0.1:3000/", { method: "POST" }), { params: Promise.resolve({ attachmentId: id }) })).status,
  ).toBe(401);
});

test("what could not be scanned is opened only once a scanner finds nothing in it", async () => {
  const png = await pictureOf({ width: 9, height: 9 }).png().toBuffer();
  const { inbox, delivery, id, blobId } = await filesFromBefore(1, () => png);
  await db.update(blobs).set({ scan: "waiting" });
  useScanner(SCANNER);
  await examine("sniff", blobId);
  await expect(examine("scan", blobId)).rejects.toThrow("cannot be reached");
  await db.update(blobs).set({ scan: "unscannable", preview: "none", extract: "none" });

  const scanner = await startFakeClamd(() => "stream: OK\0");
  useScanner(scanner.url);
  expect(await scanAgain(inbox.workspaceId, id)).toBe(blobId);
  await openFiles(delivery.id);
  expect(await db.select().from(blobs)).toMatchObject([{ scan: "clean", preview: "done", extract: "none" }]);
  await scanner.stop();
});

test("an operator has all of them scanned, each told of once, and again only what stayed unscanned", async ({ database }) => {
  const { inbox } = await filesFromBefore(3);
  await db.update(blobs).set({ sniff: "done" });
  expect((await mailroom("attachments", "scan")).stderr).toBe("mailroom: there is no virus scanner: set CLAMD_URL\n");

  process.env.CLAMD_URL = SCANNER;
  expect(await mailroomJson("attachments", "scan")).toEqual({ files: 3 });
  expect(await states()).toEqual(["waiting", "waiting", "waiting"]);
  expect(
    await database.sql`select count(distinct body -> 'data' ->> 'blobId')::int as files, count(*)::int as events from inngest_embedded.event where name = 'attachments/scan.wanted'`,
  ).toEqual([{ files: 3, events: 3 }]);
  expect(await mailroomJson("attachments", "scan")).toEqual({ files: 0 });

  await db.update(blobs).set({ scan: "unscannable" });
  const all = await scanNextAgain(inbox.workspaceId, undefined);
  await db.update(blobs).set({ scan: "unscannable" });
  expect([all.length, await scanNextAgain(inbox.workspaceId, all.at(-1))]).toEqual([3, []]);
});

test("there is nothing to ask for without a scanner, nor once it has spoken", () => {
  expect((["none", "unscannable"] as const).map(isScannable)).toEqual([false, false]);
  useScanner(SCANNER);
  expect((["none", "unscannable", "waiting", "clean", "infected"] as const).map(isScannable)).toEqual([true, true, false, false, false]);
});
