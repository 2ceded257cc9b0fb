import { PUT as markRead, DELETE as markUnread } from "@/app/api/v1/conversations/[conversationId]/read/route";
import { GET as getConversation } from "@/app/api/v1/conversations/[conversationId]/route";
import { GET as getConversations } from "@/app/api/v1/conversations/route";
import { POST as retry } from "@/app/api/v1/deliveries/[deliveryId]/retry/route";
import { GET as listDeliveries } from "@/app/api/v1/deliveries/route";
import { GET as listConversations } from "@/app/api/v1/mailboxes/[mailboxId]/conversations/route";
import { GET as getBody } from "@/app/api/v1/messages/[messageId]/body/route";
import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { messages } from "@/db/schema";
import { insertOwner } from "@/lib/workspaces/set-up";
import { aMailbox, file, type TestMailbox } from "../../support/filing";
import { test as base, expect } from "../../support/server-test";
import { browser, signedIn } from "../../support/session";

const test = base.extend<{ box: TestMailbox; ana: Headers }>({
  box: async ({ database: _ }, use) => use(await aMailbox()),
  ana: async ({ box }, use) => {
    await db.transaction((tx) => insertOwner(tx, box.workspaceId, { email: "ana@acme.test", name: "Ana" }));
    await use(await signedIn("ana@acme.test"));
  },
});

test("whoever is not signed in gets one sentence and nothing else", async ({ box }) => {
  const response = await listConversations(request(browser()), params({ mailboxId: box.mailboxId }));
  expect([response.status, await response.json()]).toEqual([401, { error: "Sign in first." }]);
});

test("a write from a page of another site is refused", async ({ box, ana }) => {
  const { conversationId } = await file(box);
  const foreign = new Headers(ana);
  foreign.set("sec-fetch-site", "cross-site");
  const response = await markRead(request(foreign, { method: "PUT", body: { seen: 1 } }), params({ conversationId }));
  expect(response.status).toBe(403);
});

test("a mailbox answers its conversations, and says what is wrong with a page that is none", async ({ box, ana }) => {
  const { conversationId } = await file(box);
  const found = await listConversations(request(ana), params({ mailboxId: box.mailboxId }));
  expect(await found.json()).toMatchObject({ conversations: [{ id: conversationId, unread: 1 }], next: null });
  expect(found.headers.get("cache-control")).toBe("private, no-store");

  const wrong = await listConversations(request(ana, { query: "?after=yesterday" }), params({ mailboxId: box.mailboxId }));
  expect([wrong.status, await wrong.json()]).toEqual([400, { error: "after must be the `next` of the page before." }]);
  for (const mailboxId of [newId(), "support", "' or true --"])
    expect((await listConversations(request(ana), params({ mailboxId }))).status).toBe(404);
});

test("a conversation brings the body that is read first to whoever asks for it, as that is answered alone", async ({ box, ana }) => {
  const { conversationId } = await file(box);
  const [message] = await db.select().from(messages);
  const messageId = message?.id ?? "";
  const open = async (query: string) =>
    (await (await getConversation(request(ana, { query }), params({ conversationId }))).json()) as { first?: { messageId: string } };
  const body: unknown = await (await getBody(request(ana), params({ messageId }))).json();
  // Where it takes long it is left out: a busy machine gets it the next time.
  await expect.poll(async () => (await open("?body=first")).first).toEqual({ messageId, body });
  expect(await open("")).not.toHaveProperty("first");
});

test("reading and unreading answer what they did, and refuse what is no reading", async ({ box, ana }) => {
  const { conversationId } = await file(box);
  const unread = async () => {
    const answer = (await (await getConversation(request(ana), params({ conversationId }))).json()) as { conversation: { unread: number } };
    return answer.conversation.unread;
  };

  await markRead(request(ana, { method: "PUT", body: { seen: 1 } }), params({ conversationId }));
  expect(await unread()).toBe(0);
  await markUnread(request(ana, { method: "DELETE" }), params({ conversationId }));
  expect(await unread()).toBe(1);

  for (const body of [{}, { seen: 0 }, { seen: "1" }, { seen: 1.5 }, "seen"])
    expect((await markRead(request(ana, { method: "PUT", body }), params({ conversationId }))).status).toBe(400);
});

test("what does not exist, or is somebody else's, is the same 404", async ({ box, ana }) => {
  const stranger = await aMailbox("Theirs").catch(() => undefined);
  const theirs = stranger && (await file(stranger));
  for (const conversationId of [newId(), "nonsense", theirs?.conversationId ?? newId()])
    expect((await getConversation(request(ana), params({ conversationId }))).status).toBe(404);
  expect((await getBody(request(ana), params({ messageId: theirs?.id ?? newId() }))).status).toBe(404);
  expect((await retry(request(ana, { method: "POST" }), params({ deliveryId: newId() }))).status).toBe(404);
  expect(box.mailboxId).not.toBe(stranger?.mailboxId);
});

test("rows are asked for by id, a hundred at most", async ({ box, ana }) => {
  const { conversationId } = await file(box);
  const ask = (ids: string[]) =>
    getConversations(request(ana, { query: `?${new URLSearchParams(ids.map((id) => ["id", id]))}` }), undefined);

  expect(await (await ask([conversationId, newId()])).json()).toMatchObject({ conversations: [{ id: conversationId }] });
  for (const ids of [[], ["x"], Array.from({ length: 101 }, newId)]) expect((await ask(ids)).status).toBe(400);
});

test("a body comes harmless, as HTML and as text", async ({ box, ana }) => {
  const { id } = await file(box, { html: '<p>Hi <img src="https://t.test/x.png"><script>alert(1)</script></p>', text: null });
  const body = (await (await getBody(request(ana), params({ messageId: id }))).json()) as {
    html: { html: string; remoteImages: string[] };
    text: unknown;
  };
  expect(body.html.html).not.toContain("script");
  expect(body.html.remoteImages).toEqual(["https://t.test/x.png"]);
  expect(body.text).toMatchObject({ tokens: [{ text: expect.stringContaining("Hi") }], cut: false });
});

test("deliveries are listed with the mail they became, by state", async ({ box, ana }) => {
  const { conversationId } = await file(box, { subject: "Known by its subject" });
  const list = async (query: string) => (await listDeliveries(request(ana, { query }), undefined)).json();

  expect(await list("")).toMatchObject({ deliveries: [{ filed: [{ conversationId, subject: "Known by its subject" }] }], next: null });
  expect(await list("?state=dead")).toEqual({ deliveries: [], next: null });
  expect((await listDeliveries(request(ana, { query: "?state=lost" }), undefined)).status).toBe(400);
});

interface Asked {
  method?: string;
  query?: string;
  body?: unknown;
}

function request(headers: Headers, { method = "GET", query = "", body }: Asked = {}) {
  return new Request(`http://127.0.0.1:3000/${query}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
}

function params<T>(values: T) {
  return { params: Promise.resolve(values) };
}
