import { eq } from "drizzle-orm";
import sharp from "sharp";
import { GET as getFile } from "@/app/api/attachments/[id]/route";
import { GET as getText } from "@/app/api/v1/attachments/[attachmentId]/text/route";
import { db } from "@/db/client";
import { attachments, blobs, blobTexts, deliveries, downloads, feed, messages } from "@/db/schema";
import { collectBlobs } from "@/lib/attachments/collect-blobs";
import { giveUpPreviewing } from "@/lib/attachments/preview-blob";
import { listAttachments } from "@/lib/attachments/queries";
import { blobStore } from "@/lib/storage/open";
import { insertOwner } from "@/lib/workspaces/set-up";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver, examine, openFiles, runJob, type TestInbox } from "@/tests/support/deliver";
import { bombPng, pictureOf } from "@/tests/support/images";
import { pdfPages, written } from "@/tests/support/pdf";
import { expect, test } from "@/tests/support/server-test";
import { browser, signedIn } from "@/tests/support/session";

interface File {
  name: string;
  type: string;
  content: string | Uint8Array;
}

/** Delivers a mail with these files and has everything done with them. */
async function deliverFiles(files: File[], inbox?: TestInbox) {
  const box = inbox ?? (await anInbox());
  const delivered = await deliver(box, { body: mail({ subject: "Files", text: "", files }), contentType: "message/rfc822" });
  await openFiles(delivered.delivery.id);
  return { inbox: box, ...delivered };
}

/** What is shown of each file, in order. */
async function shown({ inbox, messages: [message] }: Awaited<ReturnType<typeof deliverFiles>>) {
  const rows = await listAttachments(inbox.workspaceId, [message?.id ?? ""]);
  return rows.map(({ name, preview, previewNote, isText }) => ({ name, preview, note: previewNote, isText }));
}

async function aReader({ workspaceId }: TestInbox) {
  await db.transaction((tx) => insertOwner(tx, workspaceId, { email: "ana@acme.test", name: "Ana" }));
  return signedIn("ana@acme.test");
}

function get(path: string, headers: Headers) {
  const url = new URL(path, "http://127.0.0.1:3000");
  return getFile(new Request(url, { headers }), { params: Promise.resolve({ id: url.pathname.split("/").at(-1) ?? "" }) });
}

/** Of an answer nobody reads. */
async function statusOf(path: string, headers: Headers): Promise<number> {
  const { status, body } = await get(path, headers);
  await body?.cancel();
  return status;
}

function textOf(attachmentId: string, headers: Headers) {
  return getText(new Request("http://127.0.0.1:3000/", { headers }), { params: Promise.resolve({ attachmentId }) });
}

async function keysOf({ workspaceId }: TestInbox) {
  const keys: string[] = [];
  for await (const key of blobStore().list(`${workspaceId}/`)) if (!key.includes("/raw/")) keys.push(key.split("/").at(1) ?? "");
  return keys.toSorted();
}

const idOf = async () => (await db.select({ id: attachments.id }).from(attachments))[0]?.id ?? "";
const jpeg = () => pictureOf({ width: 1_600, height: 800 }).jpeg().toBuffer();

test("pictures and documents get a preview; drawings, programs and what claims to be a picture do not", async () => {
  const png = await pictureOf({ width: 30, height: 30 }).png().toBuffer();
  const delivered = await deliverFiles([
    { name: "beach.jpg", type: "image/jpeg", content: await jpeg() },
    { name: "photo.jpg", type: "image/jpeg", content: png },
    { name: "offer.pdf", type: "application/pdf", content: pdfPages([written("An offer")]) },
    { name: "logo.svg", type: "image/svg+xml", content: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
    { name: "cat.png.exe", type: "image/png", content: png },
    { name: "bomb.png", type: "image/png", content: bombPng(50_000, 50_000) },
    { name: "notes.txt", type: "text/plain", content: "Call Ana" },
  ]);
  const none = { preview: "none", note: null, isText: false };
  expect(await shown(delivered)).toEqual([
    { name: "beach.jpg", preview: "done", note: null, isText: false },
    { name: "photo.jpg", preview: "done", note: null, isText: false },
    { name: "offer.pdf", preview: "done", note: null, isText: false },
    { name: "logo.svg", ...none },
    { name: "cat.png.exe", ...none },
    { name: "bomb.png", preview: "failed", note: "The image is too large to be shown: 50000 × 50000 pixels.", isText: false },
    { name: "notes.txt", preview: "none", note: null, isText: true },
  ]);
});

test("a preview is served as the picture it is, can do nothing where it arrives, and is no download", async () => {
  const { inbox } = await deliverFiles([{ name: "beach.jpg", type: "image/jpeg", content: await jpeg() }]);
  const ana = await aReader(inbox);
  const id = await idOf();
  const response = await get(`/api/attachments/${id}?preview`, ana);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/webp",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-cache",
  });
  expect(await sharp(await response.arrayBuffer()).metadata()).toMatchObject({ format: "webp", width: 1_280, height: 640 });
  const small = await get(`/api/attachments/${id}?thumbnail`, ana);
  expect(await sharp(await small.arrayBuffer()).metadata()).toMatchObject({ width: 128, height: 128 });

  const again = new Headers([...ana, ["if-none-match", response.headers.get("etag") ?? ""]]);
  expect((await get(`/api/attachments/${id}?preview`, again)).status).toBe(304);
  expect(await db.select().from(downloads)).toEqual([]);
});

test("a preview is for those who see the message, and for nobody once a scanner objects", async () => {
  const { inbox } = await deliverFiles([{ name: "beach.jpg", type: "image/jpeg", content: await jpeg() }]);
  const ana = await aReader(inbox);
  const path = `/api/attachments/${await idOf()}?preview`;
  expect(await statusOf(path, ana)).toBe(200);
  expect(await statusOf(path, browser())).toBe(401);

  const elsewhere = await anInbox();
  await db.transaction((tx) => insertOwner(tx, elsewhere.workspaceId, { email: "eve@evil.test", name: "Eve" }));
  expect(await statusOf(path, await signedIn("eve@evil.test"))).toBe(404);

  for (const scan of ["waiting", "unscannable", "infected"] as const) {
    await db.update(blobs).set({ scan });
    expect([scan, (await statusOf(path, ana)) < 400]).toEqual([scan, false]);
  }
  await db.update(blobs).set({ scan: "clean" });
  expect(await statusOf(path, ana)).toBe(200);
});

test("the text of a file is shown as text, a table as a table, whatever it is encoded in", async () => {
  const csv = Buffer.from('Name;Preis\r\n"Größe; ""L""";12\r\n<b>x</b>;=1+1\r\n', "latin1");
  const { inbox } = await deliverFiles([{ name: "prices.csv", type: "text/csv", content: csv }]);
  const ana = await aReader(inbox);
  expect(await (await textOf(await idOf(), ana)).json()).toEqual({
    kind: "table",
    rows: [
      ["Name", "Preis"],
      ['Größe; "L"', "12"],
      ["<b>x</b>", "=1+1"],
    ],
    truncated: false,
  });
  await db.update(attachments).set({ filename: "prices.txt", contentType: "text/plain" });
  expect(await (await textOf(await idOf(), ana)).json()).toMatchObject({ kind: "text", truncated: false });
  await db.update(blobs).set({ scan: "unscannable" });
  expect((await textOf(await idOf(), ana)).status).toBe(404);
});

test("of a long text the beginning is shown, without half a character at its end", async () => {
  const { inbox } = await deliverFiles([{ name: "long.txt", type: "text/plain", content: `x${"€".repeat(40_000)}` }]);
  const shown = await (await textOf(await idOf(), await aReader(inbox))).json();
  expect(shown).toEqual({ kind: "text", text: `x${"€".repeat(21_845)}`, truncated: true });
});

test("what can be read in a file is kept for search, and failing to read it is quiet", async () => {
  const { attachments: files } = await deliverFiles([
    { name: "offer.pdf", type: "application/pdf", content: pdfPages([written("An offer"), written("in two pages")]) },
    { name: "broken.pdf", type: "application/pdf", content: "%PDF-1.7\nnothing" },
    { name: "page.html", type: "text/html", content: "<html><body><p>Hello <b>you</b><script>no()</script>" },
    { name: "beach.jpg", type: "image/jpeg", content: await jpeg() },
  ]);
  const known = new Map((await db.select().from(blobs)).map((blob) => [blob.id, blob]));
  expect(files.map(({ blobId }) => [known.get(blobId)?.extract, known.get(blobId)?.extractNote])).toEqual([
    ["done", null],
    ["failed", "The document is damaged."],
    ["done", null],
    ["none", null],
  ]);
  const texts = await db.select({ text: blobTexts.text, truncated: blobTexts.truncated }).from(blobTexts).orderBy(blobTexts.text);
  expect(texts).toEqual([
    { text: "An offer\n\nin two pages", truncated: false },
    { text: "Hello you", truncated: false },
  ]);
});

test("made twice and at once, previews and texts are made once, and everyone who looks is told", async () => {
  const {
    delivery,
    inbox,
    attachments: files,
  } = await deliverFiles([{ name: "offer.pdf", type: "application/pdf", content: pdfPages([written("An offer")]) }]);
  const blobId = files[0]?.blobId ?? "";
  await db.update(blobs).set({ preview: "waiting", extract: "waiting" });
  await Promise.all([examine("preview", blobId), examine("preview", blobId), examine("extract", blobId), examine("extract", blobId)]);
  await runJob(delivery.id);
  await openFiles(delivery.id);
  expect(await db.select().from(blobs)).toMatchObject([{ preview: "done", extract: "done", previewWidth: 1_280, pages: 1 }]);
  expect(await db.select().from(blobTexts)).toHaveLength(1);
  expect(await keysOf(inbox)).toHaveLength(3);
  expect((await db.select().from(feed)).map(({ kind }) => kind)).toContain("attachment.changed");
});

test("pictures and text go with their file", async () => {
  const { inbox } = await deliverFiles([{ name: "offer.pdf", type: "application/pdf", content: pdfPages([written("An offer")]) }]);
  expect((await keysOf(inbox)).filter((key) => key === "previews" || key === "thumbnails")).toEqual(["previews", "thumbnails"]);
  await db.delete(messages);
  await db.update(blobs).set({ neededAt: new Date("2026-01-01") });
  await db.update(deliveries).set({ acceptedAt: new Date("2026-01-01") });
  expect(await collectBlobs(new Date("2026-02-01"))).toBe(1);
  expect(await keysOf(inbox)).toEqual([]);
  expect(await db.select().from(blobTexts)).toEqual([]);
});

test("a file whose preview failed for good says why, and is not tried again by itself", async () => {
  const { delivery, attachments: files } = await deliverFiles([{ name: "beach.jpg", type: "image/jpeg", content: await jpeg() }]);
  const blobId = files[0]?.blobId ?? "";
  await db.update(blobs).set({ preview: "waiting" });
  await giveUpPreviewing(blobId, "The blob store cannot be reached");
  await openFiles(delivery.id);
  await examine("preview", blobId);
  expect(await db.select().from(blobs).where(eq(blobs.id, blobId))).toMatchObject([
    { preview: "failed", previewNote: "The blob store cannot be reached" },
  ]);
});
