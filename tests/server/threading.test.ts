import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { db } from "@/db/client";
import { conversationAliases, conversations, messages, reads, users } from "@/db/schema";
import { fileMessage } from "@/lib/conversations/file-message";
import type { Email } from "@/lib/mail/email";
import { addMailbox, aMailbox, filable, file, type TestMailbox } from "@/tests/support/filing";
import { expect, test } from "@/tests/support/server-test";

const minutes = (n: number) => new Date(Date.UTC(2026, 2, 1, 10, n));
const reply = (id: string, references: string[], minute: number): Partial<Email> => ({
  messageId: id,
  references,
  inReplyTo: references.slice(-1),
  subject: `Re: Broken lamp`,
  text: `Message ${id}`,
  date: minutes(minute),
});
const first: Partial<Email> = { messageId: "a", text: "Message a", date: minutes(0) };
const thread = [first, reply("b", ["a"], 1), reply("c", ["a", "b"], 2), reply("d", ["b", "c"], 3), reply("e", ["d"], 4)];

/** What a person would see: conversations as sets of Message-IDs, in reading order. */
async function partition({ mailboxId }: Pick<TestMailbox, "mailboxId">) {
  const rows = await db
    .select({ conversationId: messages.conversationId, mid: messages.mid })
    .from(messages)
    .where(eq(messages.mailboxId, mailboxId))
    .orderBy(asc(messages.orderAt), asc(messages.mid));
  const sets = new Map<string, string[]>();
  for (const { conversationId, mid } of rows) sets.set(conversationId, [...(sets.get(conversationId) ?? []), mid]);
  return [...sets.values()].map((mids) => mids.join("")).sort();
}

test.describe("a conversation", () => {
  test("is the same whatever order its five messages come in", async () => {
    for (const order of permutations(thread)) {
      const box = await aMailbox();
      for (const mail of order) await file(box, mail);

      expect(await partition(box)).toEqual(["abcde"]);
      const [row] = await db.select().from(conversations).where(eq(conversations.mailboxId, box.mailboxId));
      expect(row).toMatchObject({ subject: "Broken lamp", messageCount: 5, snippet: "Message e" });
      await db.delete(conversations).where(eq(conversations.mailboxId, box.mailboxId));
    }
  });

  test("is one when all its messages come at once", async () => {
    for (let round = 0; round < 10; round++) {
      const box = await aMailbox();
      await Promise.all(thread.map((mail) => file(box, mail)));
      expect(await partition(box)).toEqual(["abcde"]);
    }
  });

  test("joins a reply to a parent that comes later", async () => {
    const box = await aMailbox();
    await file(box, thread[1]);
    await file(box, thread[0]);

    expect(await partition(box)).toEqual(["ab"]);
    const [parent] = await db.select().from(messages).where(eq(messages.mid, "a"));
    expect(parent?.why).toEqual({ rule: "referred-to", messageId: "a" });
  });

  test("keeps two siblings together whose parent never came", async () => {
    const box = await aMailbox();
    await file(box, reply("b", ["ghost"], 1));
    await file(box, reply("c", ["ghost"], 2));
    expect(await partition(box)).toEqual(["bc"]);
  });

  test("never reaches into another mailbox", async () => {
    const box = await aMailbox();
    const other = await addMailbox(box.workspaceId, "Sales", "sales@acme.test");
    await file(box, thread[0]);
    await file(box, thread[1], other);

    expect(await partition(box)).toEqual(["a"]);
    expect(await partition({ mailboxId: other })).toEqual(["b"]);
  });

  test("is not joined by a shared subject alone", async () => {
    const box = await aMailbox();
    await file(box, { messageId: "x", subject: "Invoice", text: "one" });
    await file(box, { messageId: "y", subject: "Re: Invoice", text: "two" });
    expect(await partition(box)).toEqual(["x", "y"]);
  });

  test("does not form around our own address in an old mailer's In-Reply-To", async () => {
    const box = await aMailbox();
    await file(box, { messageId: "x", inReplyTo: ["help@acme.test"], text: "one" });
    await file(box, { messageId: "y", inReplyTo: ["help@acme.test"], text: "two" });
    expect(await partition(box)).toEqual(["x", "y"]);
  });

  test("survives loops and references to itself", async () => {
    const box = await aMailbox();
    await file(box, reply("b", ["b"], 1));
    await file(box, reply("c", ["d", "b"], 2));
    await file(box, reply("d", ["c"], 3));
    expect(await partition(box)).toEqual(["bcd"]);
  });
});

test.describe("a late mail that two conversations turn out to share", () => {
  test("merges them into the older one, whose id the other keeps leading to", async () => {
    const box = await aMailbox();
    const { conversationId: older } = await file(box, first);
    const { conversationId: newer } = await file(box, reply("c", ["b"], 2));
    await file(box, reply("b", ["a"], 1));

    expect(await partition(box)).toEqual(["abc"]);
    const [alias] = await db.select().from(conversationAliases).where(eq(conversationAliases.id, newer));
    expect(alias?.conversationId).toBe(older);
  });

  test("leaves what a person had read of both as read, and itself unread", async () => {
    const box = await aMailbox();
    const [user] = await db.insert(users).values({ name: "Ida", email: "ida@acme.test" }).returning();
    if (!user) throw new Error("no user");
    const { conversationId: older } = await file(box, first);
    const { conversationId: newer } = await file(box, reply("c", ["b"], 2));
    await db.insert(reads).values([
      { userId: user.id, conversationId: older, seen: 1 },
      { userId: user.id, conversationId: newer, seen: 1 },
    ]);
    const { id } = await file(box, reply("b", ["a"], 1));

    const [read] = await db.select().from(reads).where(eq(reads.conversationId, older));
    const [late] = await db.select().from(messages).where(eq(messages.id, id));
    expect(read?.seen).toBe(2);
    expect(late?.arrival).toBe(3);
  });

  test("is safe when several such mails come at once", async () => {
    for (let round = 0; round < 10; round++) {
      const box = await aMailbox();
      for (const id of ["a", "c", "e", "g"]) await file(box, { messageId: id, text: id });
      await Promise.all([reply("b", ["a", "c"], 1), reply("d", ["c", "e"], 2), reply("f", ["e", "g"], 3)].map((mail) => file(box, mail)));
      const [sets, ...others] = await partition(box);
      expect([...(sets ?? "")].sort().join("")).toBe("abcdefg");
      expect(others).toEqual([]);
    }
  });
});

test("more mails at the same moment than there are connections are all filed", async () => {
  const box = await aMailbox();
  const mails = await Promise.all(Array.from({ length: 60 }, (_, n) => filable(box, { messageId: `m${n}`, text: `${n}` })));
  await Promise.all(mails.map((mail) => fileMessage(box.mailboxId, mail)));
  expect(await db.$count(messages)).toBe(60);
});

test.describe("the same mail", () => {
  test("filed twice is one message", async () => {
    const box = await aMailbox();
    const mail = await filable(box, first);
    const one = await fileMessage(box.mailboxId, mail);
    const two = await fileMessage(box.mailboxId, mail);
    expect([one.fresh, two.fresh, one.id === two.id]).toEqual([true, false, true]);
  });

  test("coming by twenty routes at once is one message", async () => {
    const box = await aMailbox();
    const filed = await Promise.all(Array.from({ length: 20 }, () => file(box, first)));
    expect(filed.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(await partition(box)).toEqual(["a"]);
  });

  test("coming by twenty routes at once under an id that is our own address is one message, and ties no other", async () => {
    const box = await aMailbox();
    const filed = await Promise.all(Array.from({ length: 20 }, () => file(box, { messageId: "help@acme.test", text: "one" })));
    await file(box, { messageId: "help@acme.test", text: "two" });
    expect(filed.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(await db.$count(conversations)).toBe(2);
  });

  test("without a Message-ID is still one message", async () => {
    const box = await aMailbox();
    await file(box, { messageId: null });
    await file(box, { messageId: null });
    expect(await db.$count(messages)).toBe(1);
  });

  test("with other content under a used Message-ID is kept, flagged, in the same conversation", async () => {
    const box = await aMailbox();
    await file(box, { messageId: "a", text: "one" });
    await file(box, { messageId: "a", text: "two" });

    const rows = await db.select({ midReused: messages.midReused }).from(messages).orderBy(asc(messages.id));
    expect(rows).toEqual([{ midReused: false }, { midReused: true }]);
    expect(await partition(box)).toEqual(["aa"]);
  });
});

test("any mails in any order end in the same conversations", async () => {
  const id = fc.constantFrom(..."abcdefgh");
  const mails = fc.uniqueArray(fc.record({ id, references: fc.array(id, { maxLength: 3 }) }), {
    selector: (mail) => mail.id,
    minLength: 2,
  });
  const shuffled = mails.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));

  await fc.assert(
    fc.asyncProperty(shuffled, async ([list, shuffle]) => {
      const [one, two] = [await aMailbox(), await aMailbox()];
      const toMail = (mail: { id: string; references: string[] }) => reply(mail.id, mail.references, mail.id.charCodeAt(0));
      for (const mail of list) await file(one, toMail(mail));
      await Promise.all(shuffle.map((mail) => file(two, toMail(mail))));
      expect(await partition(two)).toEqual(await partition(one));
    }),
    { numRuns: 40, seed: 20260301 },
  );
});

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
