import { eq } from "drizzle-orm";
import { GET as getPicture } from "@/app/api/images/inline/[signature]/route";
import { db } from "@/db/client";
import { type Attachment, attachments, blobs, type Message, messages } from "@/db/schema";
import { secretKey } from "@/env";
import { showBody } from "@/lib/conversations/message-body";
import { imageKey, pictureAddress, proxiedImage, validUntil } from "@/lib/mail/image-address";
import { mail } from "@/tests/browser/support/mail";
import { anInbox, deliver } from "@/tests/support/deliver";
import { expect, test } from "@/tests/support/server-test";
import { PNG } from "../../support/outside";

const HOUR = 3_600_000;
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

interface Part {
  name: string;
  type?: string;
  content?: string | Uint8Array;
  cid: string;
}

/** A filed mail whose HTML is `html`, with these parts inline. */
async function aMail(html: string, parts: Part[]) {
  const inbox = await anInbox();
  const files = parts.map((part) => ({ type: "image/png", content: PNG, ...part }));
  await deliver(inbox, { body: mail({ subject: "Pictures", html, files }), contentType: "message/rfc822" });
  const [message] = await db.select().from(messages).where(eq(messages.workspaceId, inbox.workspaceId));
  const stored = await db.select().from(attachments).where(eq(attachments.workspaceId, inbox.workspaceId));
  return { workspaceId: inbox.workspaceId, message: message as Message, files: stored.sort((a, b) => a.position - b.position) };
}

/** Asks as a frame would: without a session. */
function get(address: string) {
  const url = new URL(address, "http://127.0.0.1:3000");
  return getPicture(new Request(url), { params: Promise.resolve({ signature: url.pathname.split("/").at(-1) ?? "" }) });
}

function sign({ workspaceId, id: attachmentId }: Pick<Attachment, "workspaceId" | "id">, until = validUntil(Date.now())) {
  return pictureAddress(imageKey(secretKey(), workspaceId), { workspaceId, attachmentId }, until);
}

async function bodyOf({ workspaceId, message }: Awaited<ReturnType<typeof aMail>>) {
  const body = await showBody(workspaceId, message.id);
  if (!body?.html?.ok) throw new Error("no HTML");
  const sources = [...body.html.html.matchAll(/ src="([^"]*)"/g)].map(([, src = ""]) => src.replaceAll("&amp;", "&"));
  return { ...body, sources };
}

test("a picture of the mail is shown by a signed address, without a session, and can do nothing else", async () => {
  const sent = await aMail('<img src="cid:Red@X">', [{ name: "red.png", cid: "red@x" }]);
  const { sources, inPlace } = await bodyOf(sent);
  expect(inPlace).toEqual(sent.files.map(({ id }) => id));

  const response = await get(sources[0] ?? "");
  expect([response.status, Buffer.from(await response.arrayBuffer())]).toEqual([200, PNG]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, max-age=3600, immutable",
  });
});

test("an address that was forged or changed opens nothing", async () => {
  const { files } = await aMail("", [
    { name: "a.png", cid: "a@x" },
    { name: "b.png", cid: "b@x", content: Buffer.concat([PNG, Buffer.from("b")]) },
  ]);
  const [a, b] = files as [Attachment, Attachment];
  const elsewhere = (await aMail("", [{ name: "c.png", cid: "c@x" }])).files[0] as Attachment;
  const right = sign(a);
  expect((await get(right)).status).toBe(200);

  const url = `attachment:${a.id}`;
  for (const wrong of [
    right.replace(a.id, b.id),
    right.replace(a.id, elsewhere.id),
    right.replace(a.workspaceId, elsewhere.workspaceId),
    right.replace(a.workspaceId, elsewhere.workspaceId).replace(a.id, elsewhere.id),
    right.replace(/until=\d/, "until=9"),
    right.replace(/until=\d+/, "until=NaN"),
    right.replace("/inline/", "/inline/A"),
    right.replace(/\/inline\/[^?]*/, "/inline/none"),
    proxiedImage(imageKey(secretKey(), a.workspaceId), `https://pictures.test/${a.id}`, validUntil(Date.now())),
    proxiedImage(imageKey("another secret", a.workspaceId), url, validUntil(Date.now())).replace("?", `?of=${a.workspaceId}&id=${a.id}&`),
    "/api/images/inline/x",
    "/api/images/inline/x?until=&of=&id=",
  ])
    expect((await get(wrong)).status).toBe(403);
  // Signed by us, but for a file of somebody else: no workspace has both.
  expect((await get(sign({ workspaceId: a.workspaceId, id: elsewhere.id }))).status).toBe(404);
});

test("an address ends, and says that it did", async () => {
  const { files } = await aMail("", [{ name: "a.png", cid: "a@x" }]);
  const response = await get(sign(files[0] as Attachment, Date.now() - 1));
  expect([response.status, await response.json()]).toEqual([410, { error: "This address of an image has ended. Open its message again." }]);
});

test("a body asked for again brings addresses that are good for an hour more", async () => {
  const sent = await aMail('<img src="cid:red@x">', [{ name: "red.png", cid: "red@x" }]);
  const { sources } = await bodyOf(sent);
  const until = Number(new URL(sources[0] ?? "", "http://x").searchParams.get("until"));
  expect(until - Date.now()).toBeGreaterThan(HOUR);
  expect(until - Date.now()).toBeLessThanOrEqual(2 * HOUR);
  expect(sources).toEqual((await bodyOf(sent)).sources);
});

test("drawings, pages and infected files are no pictures, whatever they are called; they stay among the files", async () => {
  const sent = await aMail('<img src="cid:svg@x"><img src="cid:page@x"><img src="cid:none@x" alt="Plan"><img src="cid:ill@x">', [
    { name: "logo.png", cid: "svg@x", content: SVG },
    { name: "page.png", cid: "page@x", content: "<!doctype html><script>1</script>" },
    { name: "ill.png", cid: "ill@x" },
    { name: "spare.png", cid: "spare@x", content: Buffer.concat([PNG, Buffer.from("spare")]) },
  ]);
  const ill = sent.files[2] as Attachment;
  await db.update(blobs).set({ scan: "infected" }).where(eq(blobs.id, ill.blobId));

  // Also before they have been looked at, when nobody knows yet.
  for (const file of sent.files.slice(0, 3)) expect((await get(sign(file))).status).toBe(404);
  await db
    .update(blobs)
    .set({ sniff: "done", sniffedType: "image/svg+xml" })
    .where(eq(blobs.id, (sent.files[0] as Attachment).blobId));
  const body = await bodyOf(sent);
  expect(body.sources).toHaveLength(1);
  expect(body.inPlace).toEqual([(sent.files[1] as Attachment).id]);
});

test("a mail shows its own pictures, not those of another by the same name", async () => {
  const first = await aMail('<img src="cid:red@x">', [{ name: "red.png", cid: "red@x" }]);
  const second = await aMail('<img src="cid:red@x"><img src="cid:../red@x">', [{ name: "blue.png", cid: "blue@x" }]);
  expect((await bodyOf(first)).inPlace).toHaveLength(1);
  expect(await bodyOf(second)).toMatchObject({ sources: [], inPlace: [] });
});
