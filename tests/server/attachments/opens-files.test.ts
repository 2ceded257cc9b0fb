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

test("a text is shown and searched in the charset its mail names, unless the bytes say otherwise", async () => {
  const japanese = Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x2c, 0x31]);
  const western = Buffer.from([0x80, 0x2c, 0x93, 0x47, 0x72, 0xf6, 0xdf, 0x65, 0x94]);
  const files = [
    { name: "a.csv", type: "text/csv; charset=Shift_JIS", content: japanese, row: ["日本語", "1"] },
    { name: "b.csv", type: 'text/csv; charset="windows-1252"', content: western, row: ["€", "“Größe”"] },
    { name: "c.csv", type: "text/csv; charset=us-ascii", content: Buffer.from("\ufeffPreis,€", "utf16le"), row: ["Preis", "€"] },
    { name: "d.csv", type: "text/csv; charset=shift_jis", content: Buffer.from("日本,語"), row: ["日本", "語"] },
    { name: "e.csv", type: `text/csv; charset=${"x".repeat(5_000)}`, content: Buffer.from([...western, 0x21]), row: ["€", "“Größe”!"] },
  ];
  const { inbox } = await deliverFiles(files);
  const ana = await aReader(inbox);
  const kept = await db.select().from(attachments).orderBy(attachments.position);
  for (const [at, { id, blobId }] of kept.entries()) {
    const { row, name } = files[at] ?? { row: [], name: "" };
    expect([name, await (await textOf(id, ana)).json()]).toMatchObject([name, { rows: [row] }]);
    const [found] = await db.select({ text: blobTexts.text }).from(blobTexts).where(eq(blobTexts.blobId, blobId));
    expect([name, found?.text]).toEqual([name, row.join(",")]);
  }
  expect(kept.map(({ contentType }) => contentType)).toEqual(files.map(() => "text/csv"));
});

test("a provider's JSON says the charset beside the type, or in it", async () => {
  const inbox = await anInbox();
  const content = Buffer.from([0x93, 0xfa, 0x96, 0x7b]).toString("base64");
  const event = {
    event: "email.received",
    from: "ana@fernhill.test",
    to: ["help@acme.test"],
    subject: "Files",
    text: "",
    attachments: [
      { filename: "a.txt", content_type: "Text/Plain; charset=Shift_JIS", content },
      { filename: "b.txt", content_type: "text/plain", charset: "Shift_JIS", content },
    ],
  };
  await deliver(inbox, { body: JSON.stringify(event) });
  const kept = await db.select({ type: attachments.contentType, charset: attachments.charset }).from(attachments);
  expect(kept).toEqual(Array(2).fill({ type: "text/plain", charset: "Shift_JIS" }));
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

test("pictures that nobody came to note go with their file, and a file that is worked on stays", async () => {
  const { inbox, attachments: files } = await deliverFiles([{ name: "beach.jpg", type: "image/jpeg", content: await jpeg() }]);
  const [longAgo, later] = [new Date("2026-01-01"), new Date("2026-02-01")];
  await db.delete(messages);
  await db.update(deliveries).set({ acceptedAt: longAgo });
  // The process died after it had put the pictures.
  await db.update(blobs).set({ preview: "waiting", previewWidth: null, previewHeight: null, neededAt: longAgo });
  await examine("preview", files[0]?.blobId ?? "");
  expect(await collectBlobs(later)).toBe(0);
  expect(await db.select().from(blobs)).toMatchObject([{ preview: "done" }]);

  await db.update(blobs).set({ preview: "waiting", neededAt: longAgo });
  expect(await collectBlobs(later)).toBe(1);
  expect(await keysOf(inbox)).toEqual([]);
  await examine("preview", files[0]?.blobId ?? "");
  expect(await keysOf(inbox)).toEqual([]);
});

test("pages of a document are drawn when they are looked at, once, and go with it", async () => {
  const content = pdfPages([written("One"), "1 0 0 rg 0 0 300 144 re f", written("Three")]);
  const { inbox } = await deliverFiles([{ name: "offer.pdf", type: "application/pdf", content }]);
  const ana = await aReader(inbox);
  const path = `/api/attachments/${await idOf()}`;
  const answers = await Promise.all([1, 2, 3].map(() => get(`${path}?page=2`, ana)));
  for (const answer of answers) {
    expect(answer.headers.get("content-type")).toBe("image/webp");
    const { dominant } = await sharp(await answer.arrayBuffer()).stats();
    expect([dominant.r > 200, dominant.g < 50]).toEqual([true, true]);
  }
  expect((await keysOf(inbox)).filter((key) => key === "pages")).toHaveLength(1);
  const again = new Headers([...ana, ["if-none-match", answers[0]?.headers.get("etag") ?? ""]]);
  expect(await statusOf(`${path}?page=2`, again)).toBe(304);
  expect(await db.select().from(downloads)).toEqual([]);

  for (const page of ["1", "4", "0", "-1", "1.5", "2e0x", "", "99999999999"])
    expect([page, await statusOf(`${path}?page=${page}`, ana)]).toEqual([page, 404]);
  expect(await statusOf(`${path}?page=2`, browser())).toBe(401);
  await db.update(blobs).set({ scan: "unscannable" });
  expect(await statusOf(`${path}?page=3`, ana)).toBe(404);

  await db.delete(messages);
  await db.update(blobs).set({ neededAt: new Date("2026-01-01") });
  await db.update(deliveries).set({ acceptedAt: new Date("2026-01-01") });
  expect(await collectBlobs(new Date("2026-02-01"))).toBe(1);
  expect(await keysOf(inbox)).toEqual([]);
});

test("a page that cannot be drawn says why, and the others can be looked at", async () => {
  const content = pdfPages([written("One"), written("Two")]);
  const { inbox } = await deliverFiles([{ name: "offer.pdf", type: "application/pdf", content }]);
  const ana = await aReader(inbox);
  // The document said more than it has.
  await db.update(blobs).set({ pages: 5 });
  const path = `/api/attachments/${await idOf()}`;
  const refused = await get(`${path}?page=4`, ana);
  expect([refused.status, await refused.json()]).toMatchObject([422, { error: "The document has no page that can be shown." }]);
  expect(await statusOf(`${path}?page=2`, ana)).toBe(200);
});

test("how far the reading of a file is is told to those who look at it", async () => {
  const delivered = await deliverFiles([
    { name: "notes.txt", type: "text/plain", content: "Call Ana" },
    { name: "long.txt", type: "text/plain", content: "lamp ".repeat(300_000) },
    { name: "scan.pdf", type: "application/pdf", content: pdfPages(["0 0 9 9 re f"]) },
    { name: "broken.pdf", type: "application/pdf", content: "%PDF-1.7\nnothing" },
    { name: "beach.jpg", type: "image/jpeg", content: await jpeg() },
  ]);
  const rows = await listAttachments(delivered.inbox.workspaceId, [delivered.messages[0]?.id ?? ""]);
  expect(rows.map(({ extract, extractNote }) => [extract, extractNote])).toEqual([
    ["done", null],
    ["done", "Only its beginning: it is very long."],
    ["done", "There are no words in it, as in a scanned page."],
    ["failed", "The document is damaged."],
    ["none", null],
  ]);

  const blobId = delivered.attachments[0]?.blobId ?? "";
  await db.update(blobs).set({ extract: "waiting" }).where(eq(blobs.id, blobId));
  await db.delete(feed);
  await examine("extract", blobId);
  expect((await db.select().from(feed)).map(({ kind }) => kind)).toEqual(["attachment.changed"]);
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
