import { randomBytes } from "node:crypto";
import { db } from "@/db/client";
import { blobs, feed } from "@/db/schema";
import { forgetEnv } from "@/env";
import { giveUpScanning } from "@/lib/attachments/scan-blob";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver, examineFiles, runJob } from "@/tests/support/deliver";
import { startFakeClamd } from "@/tests/support/fake-clamd";
import { CLAMD_MAX_BYTES, EICAR, EICAR_NAME, findClamd, startClamd, zipOf } from "@/tests/support/real-clamd";
import { expect, test } from "@/tests/support/server-test";

const clamd = findClamd();

test.afterEach(() => useScanner(undefined));

function useScanner(url: string | undefined) {
  if (url) process.env.CLAMD_URL = url;
  else delete process.env.CLAMD_URL;
  forgetEnv();
}

/** Delivers one mail with these files and has them examined. Answers what is known of each, in order. */
async function deliverFiles(...contents: Buffer[]) {
  const inbox = await anInbox();
  const files = contents.map((content, index) => ({ name: `file-${index}.bin`, type: "application/octet-stream", content }));
  const { delivery, attachments } = await deliver(inbox, {
    body: mail({ subject: "Files", text: "Attached.", files }),
    contentType: "message/rfc822",
  });
  await examineFiles(delivery.id);
  const known = new Map((await db.select().from(blobs)).map((blob) => [blob.id, blob]));
  const states = attachments.map(({ blobId }) => ({ scan: known.get(blobId)?.scan, note: known.get(blobId)?.scanNote }));
  return { delivery, attachments, states };
}

const SUSPECTS = [EICAR, zipOf("invoice.txt", EICAR), Buffer.from("nothing to see"), randomBytes(CLAMD_MAX_BYTES + 100_000)];
const SCANNED = [
  { scan: "infected", note: EICAR_NAME },
  { scan: "infected", note: EICAR_NAME },
  { scan: "clean", note: null },
  { scan: "unscannable", note: expect.stringMatching(/larger than (?:the virus scanner|it) takes/) },
];

if (clamd)
  test("ClamAV finds a virus, in a zip archive too, and what is too large is not called clean", async () => {
    const scanner = await startClamd(clamd);
    useScanner(scanner.url);
    try {
      expect((await deliverFiles(...SUSPECTS)).states).toEqual(SCANNED);
    } finally {
      await scanner.stop();
    }
  });
else
  test("clamd IS NOT INSTALLED HERE: findings were tried with a stand-in only", async () => {
    const archive = SUSPECTS[1];
    const found = (bytes: Buffer) => bytes.includes(EICAR) || (archive !== undefined && bytes.equals(archive));
    const scanner = await startFakeClamd((bytes) => (found(bytes) ? `stream: ${EICAR_NAME} FOUND\0` : "stream: OK\0"), {
      maxBytes: CLAMD_MAX_BYTES,
    });
    useScanner(scanner.url);
    expect((await deliverFiles(...SUSPECTS)).states).toEqual(SCANNED);
    await scanner.stop();
  });

test("without a scanner nothing is called clean", async () => {
  expect((await deliverFiles(EICAR)).states).toEqual([{ scan: "none", note: null }]);
});

test("a file waits for its scan from the moment it is shown, and everyone who looks is told of the result", async () => {
  const scanner = await startFakeClamd(() => "stream: OK\0");
  useScanner(scanner.url);
  const inbox = await anInbox();
  const files = [{ name: "a.txt", type: "text/plain", content: "a" }];
  const { delivery, messages } = await deliver(inbox, { body: mail({ subject: "One", text: "", files }), contentType: "message/rfc822" });
  expect(await db.select().from(blobs)).toMatchObject([{ scan: "waiting", sniff: "waiting" }]);

  await examineFiles(delivery.id);
  expect(await db.select().from(blobs)).toMatchObject([{ scan: "clean", sniff: "done", sniffedType: "text/plain" }]);
  const told = (await db.select().from(feed)).filter(({ kind }) => kind === "attachment.changed");
  expect(told.map(({ conversationId }) => conversationId)).toEqual([messages[0]?.conversationId, messages[0]?.conversationId]);
  await scanner.stop();
});

test("the same file twice, by one mail or two or at once, is scanned once", async () => {
  const scanner = await startFakeClamd(() => "stream: OK\0");
  useScanner(scanner.url);
  const { delivery } = await deliverFiles(Buffer.from("same"), Buffer.from("same"));
  await runJob(delivery.id);
  await Promise.all([examineFiles(delivery.id), examineFiles(delivery.id)]);
  expect(scanner.scans).toHaveLength(1);
  expect(await db.select().from(blobs)).toHaveLength(1);
  await scanner.stop();
});

test("a scanner that fails leaves the file waiting, and unscannable in the end, never clean", async () => {
  const scanner = await startFakeClamd(() => "stream: Out of memory ERROR\0");
  useScanner(scanner.url);
  await expect(deliverFiles(Buffer.from("x"))).rejects.toThrow("Out of memory");
  const [blob] = await db.select().from(blobs);
  expect(blob).toMatchObject({ scan: "waiting", sniff: "done" });

  await giveUpScanning(blob?.id ?? "", "The virus scanner cannot be reached");
  expect(await db.select().from(blobs)).toMatchObject([{ scan: "unscannable", scanNote: "The virus scanner cannot be reached" }]);
  await scanner.stop();
});
