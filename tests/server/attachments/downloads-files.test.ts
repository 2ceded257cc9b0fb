import { GET as getFile } from "@/app/api/attachments/[id]/route";
import { GET as getDownloads } from "@/app/api/v1/attachments/[attachmentId]/downloads/route";
import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { attachments, blobs, downloads } from "@/db/schema";
import { secretKey } from "@/env";
import { downloadPath } from "@/lib/attachments/download-link";
import { findViewer } from "@/lib/workspaces/gate";
import { addMember } from "@/lib/workspaces/members";
import { insertOwner } from "@/lib/workspaces/set-up";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver } from "@/tests/support/deliver";
import { expect, test } from "@/tests/support/server-test";
import { signedIn } from "@/tests/support/session";

const MINUTE = 60_000;

/** A filed attachment and two people who can see it: Ana owns the workspace, Ben is a member. */
async function aFile(name: string, content = "0123456789") {
  const inbox = await anInbox();
  await db.transaction((tx) => insertOwner(tx, inbox.workspaceId, { email: "ana@acme.test", name: "Ana" }));
  const ana = await signedIn("ana@acme.test");
  const owner = await findViewer(ana);
  if (!owner) throw new Error("Ana is not signed in");
  await addMember(owner, { email: "ben@acme.test", name: "Ben", role: "member" });
  const files = [{ name, type: "application/octet-stream", content }];
  await deliver(inbox, { body: mail({ subject: "A file", text: "", files }), contentType: "message/rfc822" });
  const [file] = await db.select({ id: attachments.id }).from(attachments);
  return { id: file?.id ?? "", ana, ben: await signedIn("ben@acme.test"), anaId: owner.userId };
}

function get(path: string, who: Headers, headers: Record<string, string> = {}, method = "GET") {
  const url = new URL(path, "http://127.0.0.1:3000");
  const request = new Request(url, { method, headers: [...who, ...Object.entries(headers)] });
  return getFile(request, { params: Promise.resolve({ id: url.pathname.split("/").at(-1) ?? "" }) });
}

/** Follows the way a browser goes. */
async function download(path: string, who: Headers, headers: Record<string, string> = {}) {
  const first = await get(path, who, headers);
  const location = first.headers.get("location");
  return location ? get(location, who, headers) : first;
}

async function downloadsOf(id: string, who: Headers) {
  const request = new Request("http://127.0.0.1:3000/", { headers: who });
  return (await getDownloads(request, { params: Promise.resolve({ attachmentId: id }) })).json();
}

test("a file comes whole, in part and not again, and can do nothing where it arrives", async () => {
  const { id, ana } = await aFile("Größe.txt");
  const whole = await download(`/api/attachments/${id}`, ana);
  expect([whole.status, await whole.text()]).toEqual([200, "0123456789"]);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="Gro_e.txt"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.txt`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-cache",
  });
  const part = await download(`/api/attachments/${id}`, ana, { range: "bytes=2-4" });
  expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([206, "234", "bytes 2-4/10"]);
  expect((await download(`/api/attachments/${id}`, ana, { range: "bytes=10-" })).status).toBe(416);
  const again = await download(`/api/attachments/${id}`, ana, { "if-none-match": whole.headers.get("etag") ?? "" });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  // Next answers HEAD with what answers GET, and leaves the body, with its open file, to nobody.
  const told = await get((await get(`/api/attachments/${id}`, ana)).headers.get("location") ?? "", ana, {}, "HEAD");
  expect([told.status, told.headers.get("content-length"), told.body]).toEqual([200, "10", null]);
});

test("a download is noted with who and when, once however many parts it comes in, and shown to those who administer", async () => {
  const { id, ana, ben } = await aFile("report.pdf");
  const location = (await get(`/api/attachments/${id}`, ben)).headers.get("location") ?? "";
  for (const range of ["bytes=0-4", "bytes=5-9"]) expect((await get(location, ben, { range })).status).toBe(206);

  expect(await downloadsOf(id, ana)).toEqual({
    allowed: true,
    scannable: false,
    downloads: [{ id: expect.any(String), name: "Ben", warnings: [], at: expect.any(String) }],
  });
  expect(await downloadsOf(id, ben)).toEqual({ allowed: true, scannable: false, downloads: null });
});

test("a signed path is good for this person, this file, and ten minutes", async () => {
  const { id, ana, ben, anaId } = await aFile("report.pdf");
  const path = (await get(`/api/attachments/${id}`, ana)).headers.get("location") ?? "";
  expect((await get(path, ana)).status).toBe(200);

  const expired = downloadPath(secretKey(), { attachmentId: id, userId: anaId }, new Date(Date.now() - MINUTE));
  const prolonged = path.replace(/until=(\d+)/, (_, until) => `until=${Number(until) + 60}`);
  const foreign = downloadPath(secretKey(), { attachmentId: newId(), userId: anaId }, new Date(Date.now() + MINUTE));
  const edited = path.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  for (const wrong of [
    expired,
    prolonged,
    edited,
    `/api/attachments/${id}?${foreign.split("?")[1]}`,
    path.replace(/until=\d+/, "until=NaN"),
  ])
    expect((await get(wrong, ana)).status).toBe(403);
  expect((await get(path, ben)).status).toBe(403);
  expect((await get(path, new Headers({ host: "127.0.0.1:3000" }))).status).toBe(401);
});

test("a file of another workspace, and one that never was, do not exist, whatever the path says", async () => {
  const { id } = await aFile("report.pdf");
  const elsewhere = await anInbox();
  await db.transaction((tx) => insertOwner(tx, elsewhere.workspaceId, { email: "eve@evil.test", name: "Eve" }));
  const eve = await signedIn("eve@evil.test");
  const answers = [`/api/attachments/${id}`, `/api/attachments/${id}?anyway`, `/api/attachments/${newId()}`];
  for (const path of [...answers, "/api/attachments/..%2f..", "/api/attachments/1"]) {
    const response = await get(path, eve);
    expect([response.status, await response.json()]).toEqual([404, { error: "There is no such attachment." }]);
  }
  expect(await downloadsOf(id, eve)).toEqual({ error: "There is no such attachment." });
});

test("a dangerous file says why, and comes when one asks for it anyway; that is noted too", async () => {
  const { id, ana } = await aFile("invoice.pdf.exe", "MZ");
  const refused = await get(`/api/attachments/${id}`, ana);
  expect([refused.status, await refused.json()]).toEqual([
    403,
    { error: "This is a program. Opening it runs it. Its name has two endings, so that it looks like a document." },
  ]);
  expect(await db.select().from(downloads)).toEqual([]);

  expect(await (await download(`/api/attachments/${id}?anyway`, ana)).text()).toBe("MZ");
  expect(await db.select().from(downloads)).toMatchObject([{ attachmentId: id, warnings: ["program", "twofold"] }]);
});

test("an infected file is for owners, after a warning", async () => {
  const { id, ana, ben } = await aFile("square.png", "\x89PNG");
  await db.update(blobs).set({ scan: "infected", scanNote: "Win.Test" });

  expect((await get(`/api/attachments/${id}`, ana)).status).toBe(403);
  expect((await download(`/api/attachments/${id}?anyway`, ana)).status).toBe(200);

  for (const query of ["", "?anyway"]) expect((await get(`/api/attachments/${id}${query}`, ben)).status).toBe(403);
  expect(await downloadsOf(id, ben)).toEqual({ allowed: false, scannable: false, downloads: null });
});

test("a path that was signed before the virus was found is worth nothing to others after it", async () => {
  const { id, ben } = await aFile("report.pdf");
  const path = (await get(`/api/attachments/${id}`, ben)).headers.get("location") ?? "";
  await db.update(blobs).set({ scan: "infected" });
  expect((await get(path, ben)).status).toBe(403);
});
