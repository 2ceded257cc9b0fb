import { POST as merge } from "@/app/api/v1/conversations/[conversationId]/merge/route";
import { POST as move } from "@/app/api/v1/conversations/[conversationId]/move/route";
import { GET as getConversation } from "@/app/api/v1/conversations/[conversationId]/route";
import { POST as split } from "@/app/api/v1/conversations/[conversationId]/split/route";
import { POST as undo } from "@/app/api/v1/conversations/[conversationId]/undo/route";
import { GET as listConversations } from "@/app/api/v1/mailboxes/[mailboxId]/conversations/route";
import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { insertOwner } from "@/lib/workspaces/set-up";
import { aMailbox, file } from "@/tests/support/filing";
import { expect, test } from "@/tests/support/server-test";
import { browser, signedIn } from "@/tests/support/session";

const post = (headers: Headers, body: unknown) =>
  new Request("http://mailroom.test/api", { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
const at = (conversationId: string) => ({ params: Promise.resolve({ conversationId }) });

async function withTwoMessages() {
  const box = await aMailbox();
  await db.transaction((tx) => insertOwner(tx, box.workspaceId, { email: "ana@acme.test", name: "Ana" }));
  const { conversationId: id } = await file(box, { messageId: "a", text: "a" });
  const { id: second } = await file(box, { messageId: "b", references: ["a"], text: "b" });
  return { box, id, second, ana: await signedIn("ana@acme.test") };
}

test("a member splits a conversation, sees both linked, and undoes it", async () => {
  const { id, second, ana } = await withTwoMessages();
  const answer = await split(post(ana, { messageId: second }), at(id));
  const { conversationId: other } = (await answer.json()) as { conversationId: string };
  expect([answer.status, other === id]).toEqual([200, false]);

  const opened = await getConversation(new Request("http://mailroom.test/api", { headers: ana }), at(other));
  expect(await opened.json()).toMatchObject({
    messages: [{ id: second, placement: "new-related", why: { rule: "corrected", by: "split" } }],
    related: [{ id, because: "corrected" }],
    activities: [{ kind: "split", by: "Ana" }],
  });
  expect(await (await undo(post(ana, ""), at(other))).json()).toMatchObject({ conversationId: id });
});

test("a correction is refused to strangers and other sites, and says what is wrong with it", async () => {
  const { id, second, ana } = await withTwoMessages();
  const foreign = new Headers(ana);
  foreign.set("sec-fetch-site", "cross-site");

  const statuses = await Promise.all([
    split(post(browser(), { messageId: second }), at(id)),
    split(post(foreign, { messageId: second }), at(id)),
    split(post(ana, { messageId: second }), at(newId())),
    split(post(ana, { messageId: second }), at("x")),
    split(post(ana, "{"), at(id)),
    split(post(ana, { messageId: newId() }), at(id)),
    merge(post(ana, { with: id }), at(id)),
    move(post(ana, { messageIds: [], to: id }), at(id)),
    undo(post(ana, {}), at(id)),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([401, 403, 404, 404, 400, 409, 409, 400, 409]);
});

test("nobody corrects what belongs to another workspace", async () => {
  const { ana } = await withTwoMessages();
  const theirs = await aMailbox();
  const { conversationId } = await file(theirs, { messageId: "a", text: "a" });
  const { id } = await file(theirs, { messageId: "b", references: ["a"], text: "b" });
  expect((await split(post(ana, { messageId: id }), at(conversationId))).status).toBe(404);
  expect((await undo(post(ana, {}), at(conversationId))).status).toBe(404);
});

test("machines' mail is listed apart when asked for", async () => {
  const { box, id, ana } = await withTwoMessages();
  await file(box, { messageId: "n", text: "n", headers: [["List-Id", "<news.shop.test>"]] });
  const list = async (query: string) => {
    const request = new Request(`http://mailroom.test/api${query}`, { headers: ana });
    const answer = await listConversations(request, { params: Promise.resolve({ mailboxId: box.mailboxId }) });
    return { status: answer.status, body: (await answer.json()) as { conversations?: { id: string; lane: string }[] } };
  };
  expect((await list("?lane=inbox")).body.conversations).toMatchObject([{ id, lane: "inbox" }]);
  expect((await list("?lane=automated")).body.conversations).toMatchObject([{ lane: "automated" }]);
  expect((await list("")).body.conversations).toHaveLength(2);
  expect((await list("?lane=x")).status).toBe(400);
});
