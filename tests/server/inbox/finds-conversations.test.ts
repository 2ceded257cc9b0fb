import { GET as listConversations } from "@/app/api/v1/mailboxes/[mailboxId]/conversations/route";
import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { conversations } from "@/db/schema";
import { FOUND_PER_PAGE, searchConversations } from "@/lib/conversations/search-conversations";
import { insertOwner } from "@/lib/workspaces/set-up";
import { addMailbox, aMailbox, file, type TestMailbox } from "../../support/filing";
import { test as base, expect } from "../../support/server-test";
import { browser, signedIn } from "../../support/session";

const test = base.extend<{ box: TestMailbox }>({ box: async ({ database: _ }, use) => use(await aMailbox()) });
const person = (address: string, name = "") => ({ address, name });
const READER = newId();

async function find({ mailboxId }: Pick<TestMailbox, "mailboxId">, query: string) {
  return (await searchConversations(mailboxId, READER, query)).conversations.map(({ subject }) => subject);
}

test("a conversation is found by parts of words of its subject, in any case and order", async ({ box }) => {
  await file(box, { messageId: "a", subject: "Broken Lampe für die KÜCHE" });
  await file(box, { messageId: "b", subject: "Broken chair" });
  expect(await find(box, "lamp BROK")).toEqual(["Broken Lampe für die KÜCHE"]);
  expect(await find(box, "küche")).toEqual(["Broken Lampe für die KÜCHE"]);
  expect(await find(box, "broken")).toHaveLength(2);
  expect(await find(box, "lamp chair")).toEqual([]);
});

test("a conversation is found by the name or the address of who wrote, and by machines' mail too", async ({ box }) => {
  await file(box, { messageId: "a", subject: "One", from: person("ana@customer.test", "Ana Lovelace") });
  await file(box, { messageId: "b", subject: "Two", from: person("news@shop.test", "Shop"), headers: [["List-Id", "<news.shop.test>"]] });
  expect(await find(box, "lovelace")).toEqual(["One"]);
  expect(await find(box, "ana@customer")).toEqual(["One"]);
  expect(await find(box, "news@shop")).toEqual(["Two"]);
});

test("what looks like a pattern is what it looks like, and nonsense finds nothing", async ({ box }) => {
  await file(box, { messageId: "a", subject: "100% cotton_shirt" });
  await file(box, { messageId: "b", subject: "100 cottonXshirt" });
  expect(await find(box, "100%")).toEqual(["100% cotton_shirt"]);
  expect(await find(box, "cotton_shirt")).toEqual(["100% cotton_shirt"]);
  for (const query of ["\\", "%", "'; drop table messages --", "\0\ud800", "x ".repeat(1_000), '"'])
    expect((await find(box, query)).length, query.slice(0, 20)).toBeLessThanOrEqual(1);
});

test("a search looks through so many conversations at a time, and goes on until all were looked through", async ({ box }) => {
  const at = Date.parse("2026-03-01T12:00:00Z");
  const rows = Array.from({ length: 90 }, (_, n) => ({
    workspaceId: box.workspaceId,
    mailboxId: box.mailboxId,
    subject: n % 30 === 29 ? `Needle ${n}` : `Hay ${n}`,
    // Some share their instant.
    lastMessageAt: new Date(at - Math.floor(n / 4) * 60_000),
  }));
  await db.insert(conversations).values(rows);

  const found: string[] = [];
  let pages = 0;
  let after: Awaited<ReturnType<typeof searchConversations>>["next"];
  do {
    const page = await searchConversations(box.mailboxId, READER, "needle", { after, lookThrough: 25 });
    found.push(...page.conversations.map(({ subject }) => subject));
    after = page.next;
    pages++;
  } while (after);
  expect(found.toSorted()).toEqual(["Needle 29", "Needle 59", "Needle 89"]);
  expect(pages).toBe(4);

  const hay = await searchConversations(box.mailboxId, READER, "hay");
  expect(hay.conversations).toHaveLength(FOUND_PER_PAGE);
  const more = await searchConversations(box.mailboxId, READER, "hay", { after: hay.next });
  expect(new Set([...hay.conversations, ...more.conversations].map(({ id }) => id)).size).toBe(2 * FOUND_PER_PAGE);
});

test("the API finds in mailboxes of the reader's own workspace only, and says what it will not look for", async ({ box }) => {
  await db.transaction((tx) => insertOwner(tx, box.workspaceId, { email: "ana@acme.test", name: "Ana" }));
  const ana = await signedIn("ana@acme.test");
  const other = await addMailbox(box.workspaceId, "Sales", "sales@acme.test");
  const { conversationId } = await file(box, { messageId: "a", subject: "Lamp" });
  await file(box, { messageId: "b", subject: "Lamp" }, other);
  const ask = (headers: Headers, mailboxId: string, query: string) =>
    listConversations(new Request(`http://localhost/api?q=${encodeURIComponent(query)}`, { headers }), {
      params: Promise.resolve({ mailboxId }),
    });

  expect(await (await ask(ana, box.mailboxId, " lamp ")).json()).toMatchObject({ conversations: [{ id: conversationId }], next: null });
  expect((await ask(browser(), box.mailboxId, "lamp")).status).toBe(401);
  expect((await ask(ana, newId(), "lamp")).status).toBe(404);
  expect((await ask(ana, box.mailboxId, "x".repeat(201))).status).toBe(400);
});
