import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { conversationAliases, conversations } from "@/db/schema";
import { openConversation } from "@/lib/conversations/open-conversation";
import { CONVERSATIONS_PER_PAGE, findConversation, listConversations, listConversationsById } from "@/lib/conversations/queries";
import { markRead, markUnread } from "@/lib/conversations/reads";
import { listMailboxSummaries } from "@/lib/conversations/sidebar";
import { createWorkspace } from "@/lib/workspaces/mutations";
import { insertOwner } from "@/lib/workspaces/set-up";
import { anInbox, deliver, mime } from "../../support/deliver";
import { addMailbox, aMailbox, file, type TestMailbox } from "../../support/filing";
import { expect, test } from "../../support/server-test";

test("pages follow each other without a gap or a double, also where times are equal", async () => {
  const box = await aMailbox();
  const userId = await aReader(box);
  const at = new Date("2026-03-01T12:00:00.123Z");
  const rows = Array.from({ length: CONVERSATIONS_PER_PAGE * 2 + 20 }, (_, n) => ({
    id: newId(),
    workspaceId: box.workspaceId,
    mailboxId: box.mailboxId,
    subject: `${n}`,
    // Forty share each instant, so that a page ends in the middle of them.
    lastMessageAt: new Date(at.getTime() + Math.floor(n / 40)),
  }));
  await db.insert(conversations).values(rows);

  const first = await listConversations(box.mailboxId, userId);
  const second = await listConversations(box.mailboxId, userId, first.at(-1));
  const third = await listConversations(box.mailboxId, userId, second.at(-1));
  const listed = [...first, ...second, ...third].map(({ id }) => id);

  expect([first, second, third].map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(new Set(listed)).toEqual(new Set(rows.map(({ id }) => id)));
  expect((await listConversations(box.mailboxId, userId, third.at(-1))).length).toBe(0);
});

test("what is read is read by one person, counted by arrival", async () => {
  const box = await aMailbox();
  const [ana, ben] = [await aReader(box), await aReader(box)];
  const { conversationId } = await file(box, { messageId: "one@x.test" });
  await file(box, { messageId: "two@x.test", inReplyTo: ["one@x.test"] });
  const unread = async (userId: string) => (await findConversation(box.workspaceId, userId, conversationId))?.unread;

  await markRead(box.workspaceId, ana, conversationId, 2);
  expect([await unread(ana), await unread(ben)]).toEqual([0, 2]);

  // Older than what was read, and yet new.
  await file(box, { messageId: "zero@x.test", references: ["one@x.test"], date: new Date("2026-02-20T00:00:00Z") });
  expect(await unread(ana)).toBe(1);
});

test("marking read twice, at once, or from an older page never goes back", async () => {
  const box = await aMailbox();
  const ana = await aReader(box);
  const { conversationId } = await file(box, { messageId: "one@x.test" });
  await file(box, { messageId: "two@x.test", inReplyTo: ["one@x.test"] });

  await Promise.all([1, 2, 1, 2, 1].map((seen) => markRead(box.workspaceId, ana, conversationId, seen)));
  await markRead(box.workspaceId, ana, conversationId, 1);
  await markRead(box.workspaceId, ana, conversationId, 99);
  expect((await findConversation(box.workspaceId, ana, conversationId))?.unread).toBe(0);

  await markUnread(box.workspaceId, ana, conversationId);
  await markUnread(box.workspaceId, ana, conversationId);
  expect((await findConversation(box.workspaceId, ana, conversationId))?.unread).toBe(1);
});

test("marking read a conversation that is just merged into another marks nothing, and is no failure", async ({ database }) => {
  const box = await aMailbox();
  const ana = await aReader(box);
  const { conversationId } = await file(box, { messageId: "one@x.test" });
  const { conversationId: other } = await file(box, { messageId: "two@x.test" });
  const waiting = () => database.sql`select pid from pg_locks where not granted`;

  const reading = await database.sql.begin(async (tx) => {
    await tx`select id from conversations where id = ${conversationId} for update`;
    const marked = markRead(box.workspaceId, ana, conversationId, 1);
    await expect.poll(async () => (await waiting()).length).toBe(1);
    await tx`delete from messages where conversation_id = ${conversationId}`;
    await tx`delete from conversations where id = ${conversationId}`;
    return { marked };
  });
  await reading.marked;

  expect(await database.sql`select * from reads`).toEqual([]);
  expect((await findConversation(box.workspaceId, ana, other))?.unread).toBe(1);
});

test("a change that changes nothing tells nobody, one that does tells its reader alone", async ({ database }) => {
  const box = await aMailbox();
  const ana = await aReader(box);
  const { conversationId } = await file(box);
  const told = () => database.sql`select user_id from feed where kind = 'conversation.changed'`;

  await markUnread(box.workspaceId, ana, conversationId);
  expect(await told()).toEqual([]);
  await Promise.all([1, 2, 3].map(() => markRead(box.workspaceId, ana, conversationId, 1)));
  expect(await told()).toEqual([{ user_id: ana }]);
});

test("nothing of another workspace is read, marked or found", async () => {
  const box = await aMailbox();
  const ana = await aReader(box);
  const { conversationId } = await file(box);
  const { id: elsewhere } = await createWorkspace("Elsewhere");

  expect(await findConversation(elsewhere, ana, conversationId)).toBeUndefined();
  expect(await openConversation(elsewhere, ana, conversationId)).toBeUndefined();
  await markRead(elsewhere, ana, conversationId, 1);
  expect((await findConversation(box.workspaceId, ana, conversationId))?.unread).toBe(1);
});

test("the id of a conversation that was merged leads to where it is now", async () => {
  const box = await aMailbox();
  const ana = await aReader(box);
  const { conversationId } = await file(box);
  const old = newId();
  await db.insert(conversationAliases).values({ id: old, conversationId });

  expect((await openConversation(box.workspaceId, ana, old))?.conversation.id).toBe(conversationId);
  expect(await listConversationsById(box.workspaceId, ana, [old, conversationId, newId()])).toHaveLength(1);
});

test("a conversation is read from its oldest message to its newest, each with its files", async () => {
  const box = await aMailbox();
  const ana = await aReader(box);
  const { conversationId } = await file(box, { messageId: "late@x.test", references: ["early@x.test"], subject: "Late" });
  await file(box, { messageId: "early@x.test", date: new Date("2026-02-28T00:00:00Z"), subject: "Early" });

  const opened = await openConversation(box.workspaceId, ana, conversationId);
  expect(opened?.messages.map(({ subject, attachments }) => [subject, attachments])).toEqual([
    ["Early", []],
    ["Late", []],
  ]);
});

test("the sidebar counts what each mailbox holds for its reader", async () => {
  const box = await aMailbox("Support");
  const sales = await addMailbox(box.workspaceId, "Sales", "sales@acme.test");
  const ana = await aReader(box);
  const { conversationId } = await file(box, { messageId: "a@x.test" });
  await file(box, { messageId: "b@x.test", subject: "Other" });
  await markRead(box.workspaceId, ana, conversationId, 1);

  expect(await listMailboxSummaries(box.workspaceId, ana)).toEqual({
    mailboxes: [
      { id: sales, name: "Sales", unread: 0, automated: 0 },
      { id: box.mailboxId, name: "Support", unread: 1, automated: 0 },
    ],
    failed: 0,
  });
});

test("what the reader had to cut, and what a bounce reports, is told with the message", async () => {
  const inbox = await anInbox();
  const { messages: filed } = await deliver(inbox, await mime("bounce.eml"));
  const box = { ...inbox, sourceId: inbox.source.id };
  const { conversationId } = await file(box, { notes: ["The header is too long: the rest of it is in the original only."] });

  const cut = await openConversation(inbox.workspaceId, newId(), conversationId);
  expect(cut?.messages).toMatchObject([{ notes: [expect.stringContaining("too long")], events: [] }]);
  const bounce = await openConversation(inbox.workspaceId, newId(), filed[0]?.conversationId ?? "");
  expect(bounce?.conversation).toMatchObject({ lane: "automated", automated: { kind: "bounce" } });
  expect(bounce?.messages[0]?.events).toMatchObject([{ outcome: "bounced", recipient: "anna@customer.test" }]);
});

test("machines' mail is counted beside the inbox, never as unread", async () => {
  const box = await aMailbox("Support");
  const ana = await aReader(box);
  await file(box, { messageId: "n@x.test", headers: [["Auto-Submitted", "auto-generated"]] });
  const { mailboxes } = await listMailboxSummaries(box.workspaceId, ana);
  expect(mailboxes).toEqual([{ id: box.mailboxId, name: "Support", unread: 0, automated: 1 }]);
});

async function aReader({ workspaceId }: TestMailbox): Promise<string> {
  const reader = await db.transaction((tx) => insertOwner(tx, workspaceId, { email: `${newId()}@acme.test`, name: "Reader" }));
  return reader.userId;
}
