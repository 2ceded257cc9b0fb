import { asc, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { activities, conversations, feed, messages, reads, users } from "@/db/schema";
import { type Corrector, mergeByHand, moveMessages, splitConversation } from "@/lib/conversations/corrections/correct";
import { setLane } from "@/lib/conversations/corrections/set-lane";
import { undoCorrection } from "@/lib/conversations/corrections/undo-correction";
import type { Email } from "@/lib/mail/email";
import { addMailbox, aMailbox, file, type TestMailbox } from "@/tests/support/filing";
import { expect, test } from "@/tests/support/server-test";

const mail = (id: string, references: string[] = [], more: Partial<Email> = {}): Partial<Email> => ({
  messageId: id,
  references,
  text: `Message ${id}`,
  subject: "Broken lamp",
  date: new Date(Date.UTC(2026, 2, 1, 10, id.charCodeAt(0) - 97)),
  ...more,
});

async function withThread(...ids: string[]) {
  const box = await aMailbox();
  const filed = new Map<string, { id: string; conversationId: string }>();
  for (const [at, id] of ids.entries()) filed.set(id, await file(box, mail(id, at > 0 ? ["a", ids[at - 1] ?? "a"] : [])));
  const by: Corrector = { workspaceId: box.workspaceId, userId: null };
  const idOf = (name: string) => filed.get(name)?.id ?? "";
  return { box, by, idOf, conversationId: filed.get("a")?.conversationId ?? "" };
}

async function partition({ mailboxId }: TestMailbox) {
  const rows = await db.select().from(messages).where(eq(messages.mailboxId, mailboxId)).orderBy(asc(messages.mid));
  const groups = new Map<string, string>();
  for (const { conversationId, mid } of rows) groups.set(conversationId, (groups.get(conversationId) ?? "") + mid);
  return [...groups.values()].sort();
}

const rowsOf = (box: TestMailbox) =>
  db.select().from(conversations).where(eq(conversations.mailboxId, box.mailboxId)).orderBy(asc(conversations.id));

test.describe("a conversation split by hand", () => {
  test("leaves a message and all below it in one of their own, and says who did it", async () => {
    const { box, by, idOf, conversationId } = await withThread("a", "b", "c", "d");
    const split = await splitConversation(by, conversationId, idOf("c"));

    expect(split).toMatchObject({ ok: true });
    expect(await partition(box)).toEqual(["ab", "cd"]);
    expect((await rowsOf(box)).map((row) => [row.messageCount, row.snippet])).toEqual([
      [2, "Message b"],
      [2, "Message d"],
    ]);
    const [c] = await db.select().from(messages).where(eq(messages.mid, "c"));
    expect(c).toMatchObject({ why: { rule: "corrected", by: "split", userId: null }, arrival: 1 });
    expect(await db.select().from(activities)).toMatchObject([{ kind: "split", detail: { from: conversationId } }]);
  });

  test("is remembered: answers go to the one that has what they answer, and nothing joins the two again", async () => {
    const { box, by, idOf, conversationId } = await withThread("a", "b", "c");
    await splitConversation(by, conversationId, idOf("c"));
    await file(box, mail("d", ["a", "b", "c"]));
    await file(box, mail("e", ["a", "b"]));
    expect(await partition(box)).toEqual(["abe", "cd"]);
  });

  test("is undone as if it had not been, with what came since", async () => {
    const { box, by, idOf, conversationId } = await withThread("a", "b", "c");
    const [before] = await db.select().from(messages).where(eq(messages.mid, "c"));
    await splitConversation(by, conversationId, idOf("c"));
    await file(box, mail("d", ["a", "b", "c"]));
    expect(await undoCorrection(by, conversationId)).toMatchObject({ ok: true, conversationId });

    expect(await partition(box)).toEqual(["abcd"]);
    const [after] = await db.select().from(messages).where(eq(messages.mid, "c"));
    expect(after?.why).toEqual(before?.why);
    await file(box, mail("e", ["a", "d"]));
    expect(await partition(box)).toEqual(["abcde"]);
    expect(await undoCorrection(by, conversationId)).toMatchObject({ ok: false, reason: "There is nothing to undo in this conversation." });
  });

  test("keeps what people had read as read", async () => {
    const { by, idOf, conversationId } = await withThread("a", "b", "c", "d");
    const [user] = await db.insert(users).values({ name: "Ida", email: "ida@acme.test" }).returning();
    if (!user) throw new Error("no user");
    await db.insert(reads).values({ userId: user.id, conversationId, seen: 3 });
    const split = await splitConversation(by, conversationId, idOf("b"));

    const seen = await db.select({ id: reads.conversationId, seen: reads.seen }).from(reads).orderBy(asc(reads.conversationId));
    expect(seen).toEqual([
      { id: conversationId, seen: 1 },
      { id: split.ok && split.conversationId, seen: 2 },
    ]);
  });

  test("at once by two people is split once for each, and loses nothing", async () => {
    const { box, by, idOf, conversationId } = await withThread("a", "b", "c", "d");
    await Promise.all([splitConversation(by, conversationId, idOf("c")), splitConversation(by, conversationId, idOf("d"))]);
    expect((await partition(box)).join("").split("").sort().join("")).toBe("abcd");
    expect((await rowsOf(box)).map((row) => row.messageCount).reduce((sum, count) => sum + count)).toBe(4);
  });

  test("is refused at its first message, for a message elsewhere, and in another workspace", async () => {
    const { by, idOf, conversationId } = await withThread("a", "b");
    const other = await withThread("a", "b");
    expect(await splitConversation(by, conversationId, idOf("a"))).toMatchObject({ ok: false });
    expect(await splitConversation(by, conversationId, other.idOf("b"))).toMatchObject({ ok: false });
    expect(await splitConversation(other.by, conversationId, idOf("b"))).toMatchObject({ ok: false, missing: true });
  });
});

test.describe("conversations merged by hand", () => {
  test("are the older one, where answers to either go", async () => {
    const { box, by, conversationId } = await withThread("a", "b");
    const { conversationId: newer } = await file(box, mail("x", [], { subject: "Lamp again" }));
    expect(await mergeByHand(by, newer, conversationId)).toMatchObject({ ok: true, conversationId });
    await file(box, mail("y", ["x"], { subject: "Lamp again" }));
    expect(await partition(box)).toEqual(["abxy"]);
  });

  test("are two again when undone, under their old ids, with the answers that came since, and stay two", async () => {
    const { box, by, conversationId } = await withThread("a", "b");
    const { conversationId: newer } = await file(box, mail("x", []));
    await mergeByHand(by, conversationId, newer);
    await file(box, mail("y", ["x"]));
    await file(box, mail("c", ["a", "b"]));
    expect(await undoCorrection(by, conversationId)).toMatchObject({ ok: true, conversationId: newer });

    expect(await partition(box)).toEqual(["abc", "xy"]);
    expect((await rowsOf(box)).map((row) => row.id)).toEqual([conversationId, newer]);
    await file(box, mail("z", ["b", "y"]));
    expect(await partition(box)).toEqual(["abc", "xyz"]);
  });

  test("by threading itself may be parted again, and are not joined again", async () => {
    const { box, by, conversationId } = await withThread("a");
    await file(box, mail("c", ["b"]));
    await file(box, mail("b", ["a"]));
    expect(await partition(box)).toEqual(["abc"]);
    expect(await undoCorrection(by, conversationId)).toMatchObject({ ok: true });
    await file(box, mail("d", ["a", "b", "c"]));
    expect(await partition(box)).toEqual(["ab", "cd"]);
  });

  test("must be two, of one mailbox, with room for both", async () => {
    const { box, by, conversationId } = await withThread("a");
    const elsewhere = await file(box, mail("x", []), await addMailbox(box.workspaceId, "Sales", "sales@acme.test"));
    expect(await mergeByHand(by, conversationId, conversationId)).toMatchObject({ ok: false });
    expect(await mergeByHand(by, conversationId, elsewhere.conversationId)).toEqual({
      ok: false,
      reason: "They are in different mailboxes.",
    });
  });
});

test.describe("a message moved by hand", () => {
  test("stands in the other conversation, where answers to it follow", async () => {
    const { box, by, idOf, conversationId } = await withThread("a", "b", "c");
    const { conversationId: to } = await file(box, mail("x", []));
    expect(await moveMessages(by, conversationId, [idOf("b")], to)).toMatchObject({ ok: true, conversationId: to });
    await file(box, mail("d", ["a", "b"]));
    expect(await partition(box)).toEqual(["ac", "bdx"]);
  });

  test("goes back when undone, with its answers", async () => {
    const { box, by, idOf, conversationId } = await withThread("a", "b", "c");
    const { conversationId: to } = await file(box, mail("x", []));
    await moveMessages(by, conversationId, [idOf("b")], to);
    await file(box, mail("d", ["a", "b"]));
    expect(await undoCorrection(by, to)).toMatchObject({ ok: true, conversationId });
    expect(await partition(box)).toEqual(["abcd", "x"]);
  });

  test("may not be all there is", async () => {
    const { box, by, idOf, conversationId } = await withThread("a");
    const { conversationId: to } = await file(box, mail("x", []));
    expect(await moveMessages(by, conversationId, [idOf("a")], to)).toMatchObject({ ok: false });
  });
});

test.describe("a conversation put into the inbox by hand", () => {
  const notice = (id: string, references: string[] = []) => ({
    ...mail(id, references),
    headers: [["Auto-Submitted", "auto-generated"]] as [string, string][],
  });

  test("stays there when more mail of machines comes, and counts as unread", async () => {
    const box = await aMailbox();
    const by = { workspaceId: box.workspaceId, userId: null };
    const { conversationId } = await file(box, notice("a"));
    expect(await rowsOf(box)).toMatchObject([{ lane: "automated" }]);
    expect(await setLane(by, conversationId, "inbox")).toMatchObject({ ok: true, conversationId });
    await file(box, notice("b", ["a"]));
    expect(await rowsOf(box)).toMatchObject([{ lane: "inbox", messageCount: 2 }]);
  });

  test("is told once however often and by however many at once, and goes back when undone", async () => {
    const box = await aMailbox();
    const by = { workspaceId: box.workspaceId, userId: null };
    const { conversationId } = await file(box, notice("a"));
    const moved = await Promise.all([1, 2, 3].map(() => setLane(by, conversationId, "inbox")));
    expect(moved.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await setLane(by, conversationId, "inbox")).toMatchObject({ ok: false });
    expect(await db.select().from(activities)).toMatchObject([{ kind: "lane" }]);
    expect(await undoCorrection(by, conversationId)).toMatchObject({ ok: true, conversationId });
    expect(await rowsOf(box)).toMatchObject([{ lane: "automated" }]);
  });

  test("is nobody else's to move", async () => {
    const box = await aMailbox();
    const { conversationId } = await file(box, notice("a"));
    const { workspaceId } = await aMailbox();
    expect(await setLane({ workspaceId, userId: null }, conversationId, "inbox")).toMatchObject({ ok: false, missing: true });
  });
});

test("every correction is told once, and undone once", async () => {
  const { by, idOf, conversationId } = await withThread("a", "b", "c");
  await splitConversation(by, conversationId, idOf("b"));
  const [first] = await db.select().from(activities);
  const undone = await Promise.all([1, 2, 3].map(() => undoCorrection(by, conversationId, first?.id)));
  expect(undone.filter(({ ok }) => ok)).toHaveLength(1);
  const told = await db.select({ kind: activities.kind }).from(activities).orderBy(desc(activities.id));
  expect(told.map(({ kind }) => kind)).toEqual(["undone", "split"]);
});

test("browsers hear of every conversation that a correction, or taking it back, changes", async () => {
  const { box, by, idOf, conversationId } = await withThread("a", "b", "c");
  const { conversationId: other } = await file(box, mail("x", []));

  async function toldAndChanged(act: () => Promise<unknown>) {
    const before = new Map((await rowsOf(box)).map((row) => [row.id, row]));
    await db.delete(feed);
    await act();
    const after = new Map((await rowsOf(box)).map((row) => [row.id, row]));
    const all = [...new Set([...before.keys(), ...after.keys()])];
    const changed = all.filter(
      (id) => before.get(id)?.messageCount !== after.get(id)?.messageCount || before.get(id)?.lane !== after.get(id)?.lane,
    );
    const told = await db.selectDistinct({ id: feed.conversationId }).from(feed);
    return { changed: changed.sort(), told: told.map(({ id }) => id).sort() };
  }

  for (const correct of [
    () => splitConversation(by, conversationId, idOf("b")),
    () => moveMessages(by, conversationId, [idOf("b")], other),
    () => mergeByHand(by, conversationId, other),
    () => setLane(by, conversationId, "automated"),
  ])
    for (const act of [correct, () => undoCorrection(by, conversationId)]) {
      const { changed, told } = await toldAndChanged(act);
      expect(changed.length).toBeGreaterThan(0);
      expect(told).toEqual(expect.arrayContaining(changed));
    }
});
