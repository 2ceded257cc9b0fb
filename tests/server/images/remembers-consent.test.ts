import { eq } from "drizzle-orm";
import { GET as getBody } from "@/app/api/v1/messages/[messageId]/body/route";
import { PUT as allow } from "@/app/api/v1/messages/[messageId]/images/route";
import { db } from "@/db/client";
import { messages } from "@/db/schema";
import { forgetImageConsent, listImageConsents } from "@/lib/images/consent";
import { insertOwner } from "@/lib/workspaces/set-up";
import { aMailbox, file, type TestMailbox } from "../../support/filing";
import { test as base, expect } from "../../support/server-test";
import { signedIn } from "../../support/session";

const HTML = '<p>Hi</p><img src="https://t.test/a.png" width="9" height="9"><img src="https://t.test/o.gif" width="1" height="1">';

const test = base.extend<{ box: TestMailbox; ana: Headers }>({
  box: async ({ database: _ }, use) => use(await aMailbox()),
  ana: async ({ box }, use) => {
    await db.transaction((tx) => insertOwner(tx, box.workspaceId, { email: "ana@acme.test", name: "Ana" }));
    await use(await signedIn("ana@acme.test"));
  },
});

const request = (headers: Headers, query = "", body?: unknown) =>
  new Request(`http://127.0.0.1:3000/${query}`, {
    method: body === undefined ? "GET" : "PUT",
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
const of = (messageId: string) => ({ params: Promise.resolve({ messageId }) });

interface Shown {
  html: { html: string };
  images: { shownBy: string | null; sender: { address: string | null; domain: string | null } };
}
const show = async (headers: Headers, messageId: string, query = "") =>
  (await (await getBody(request(headers, query), of(messageId))).json()) as Shown;
const consent = async (headers: Headers, messageId: string, kind: unknown) =>
  (await allow(request(headers, "", { kind }), of(messageId))).status;

function mailFrom(address: string, messageId = `${address}-1`) {
  return { from: { name: "Mara", address }, messageId, html: HTML, subject: messageId };
}

test("nothing is loaded until somebody asks, and then only what people are meant to see", async ({ box, ana }) => {
  const { id: messageId } = await file(box, mailFrom("mara@fernhill.test"));
  const before = await show(ana, messageId);
  expect(before.html.html).not.toMatch(/ src=/);
  expect(before.images).toEqual({ shownBy: null, sender: { address: "mara@fernhill.test", domain: "fernhill.test" } });

  const after = await show(ana, messageId, "?images");
  expect(after.images.shownBy).toBe("once");
  expect(after.html.html.match(/ src="([^"]*)"/g)).toEqual([
    expect.stringMatching(/^ src="\/api\/images\/[\w-]{43}\?until=\d+&amp;url=https/),
  ]);
  expect(after.html.html).toContain("data-tracker");
  expect((await show(ana, messageId)).images.shownBy).toBeNull();
});

test("a sender once allowed is allowed in every mail, and nobody else", async ({ box, ana }) => {
  const first = await file(box, mailFrom("Mara@Fernhill.test"));
  const later = await file(box, mailFrom("mara@fernhill.test", "later"));
  const colleague = await file(box, mailFrom("leo@fernhill.test"));

  expect(await consent(ana, first.id, "sender")).toBe(200);
  expect(await consent(ana, first.id, "sender")).toBe(200);
  expect((await show(ana, later.id)).images.shownBy).toBe("sender");
  expect((await show(ana, colleague.id)).images.shownBy).toBeNull();
  expect(await listImageConsents(box.workspaceId)).toMatchObject([{ kind: "sender", value: "mara@fernhill.test", by: "Ana" }]);
});

test("a domain once allowed is allowed for all who write from it, until it is taken back", async ({ box, ana }) => {
  const first = await file(box, mailFrom("mara@fernhill.test"));
  const colleague = await file(box, mailFrom("leo@fernhill.test"));
  const lookalike = await file(box, mailFrom("leo@not-fernhill.test"));

  await Promise.all([consent(ana, first.id, "domain"), consent(ana, first.id, "domain")]);
  expect((await show(ana, colleague.id)).images.shownBy).toBe("domain");
  expect((await show(ana, lookalike.id)).images.shownBy).toBeNull();

  const [{ id } = { id: "" }, ...more] = await listImageConsents(box.workspaceId);
  expect(more).toEqual([]);
  const other = await aMailbox("Other");
  await forgetImageConsent(other.workspaceId, id);
  expect((await show(ana, colleague.id)).images.shownBy).toBe("domain");
  await forgetImageConsent(box.workspaceId, id);
  expect((await show(ana, colleague.id)).images.shownBy).toBeNull();
});

test("a consent in one workspace says nothing in another", async ({ box, ana }) => {
  const { id: messageId } = await file(box, mailFrom("mara@fernhill.test"));
  const other = await aMailbox("Other");
  const elsewhere = await file(other, mailFrom("mara@fernhill.test"));
  expect(await consent(ana, messageId, "sender")).toBe(200);
  expect(await listImageConsents(other.workspaceId)).toEqual([]);
  expect(await consent(ana, elsewhere.id, "sender")).toBe(404);
});

test("a domain where strangers get addresses is not allowed as one", async ({ box, ana }) => {
  const { id: messageId } = await file(box, mailFrom("mara@gmail.com"));
  expect(await consent(ana, messageId, "domain")).toBe(404);
  expect(await consent(ana, messageId, "sender")).toBe(200);
});

test("who only claims to be an allowed sender is not believed", async ({ box, ana }) => {
  const real = await file(box, mailFrom("mara@fernhill.test"));
  const forged = await file(box, mailFrom("mara@fernhill.test", "forged"));
  await db
    .update(messages)
    .set({ verdict: { ...VERDICT, from: "fail" } })
    .where(eq(messages.id, forged.id));
  await consent(ana, real.id, "domain");
  expect((await show(ana, forged.id)).images).toEqual({ shownBy: null, sender: { address: null, domain: null } });
  expect(await consent(ana, forged.id, "sender")).toBe(404);
});

test("what is no kind of consent is refused", async ({ box, ana }) => {
  const { id: messageId } = await file(box, mailFrom("mara@fernhill.test"));
  for (const kind of ["all", "", null, 1, ["sender"]]) expect(await consent(ana, messageId, kind)).toBe(400);
  expect(await consent(ana, "not-an-id", "sender")).toBe(404);
});

const VERDICT = { spf: "fail", dkim: "fail", dmarc: "fail", aligned: { spf: false, dkim: false }, authservId: "mx.acme.test" };
