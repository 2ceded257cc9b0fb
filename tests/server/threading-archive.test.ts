import { db } from "@/db/client";
import { conversations, messages } from "@/db/schema";
import { thread } from "@/scripts/mail/thread";
import { aMailbox, file, type TestMailbox } from "@/tests/support/filing";
import { type ArchivedMail, anArchive, randomFrom, shuffle } from "@/tests/support/mail-archive";
import { expect, test } from "@/tests/support/server-test";

const bare = (id: string) => id.replace(/[<>]/g, "");

function arrive(box: TestMailbox, { messageId, references, subject, from, to }: ArchivedMail) {
  const people = to.map((address) => ({ name: "", address }));
  return file(box, {
    messageId: bare(messageId),
    references: references.map(bare),
    subject,
    from: { name: "", address: from },
    to: people,
  });
}

async function partition(): Promise<string[]> {
  const rows = await db.select({ mid: messages.mid, conversationId: messages.conversationId }).from(messages);
  const groups = new Map<string, string[]>();
  for (const { mid, conversationId } of rows) groups.set(conversationId, [...(groups.get(conversationId) ?? []), mid]);
  return [...groups.values()].map((group) => group.sort().join(" ")).sort();
}

async function inMemory(mails: ArchivedMail[]): Promise<string[]> {
  const named = mails.map((mail) => ({ ...mail, id: bare(mail.messageId) }));
  const answer = (await thread.run(Buffer.from(JSON.stringify(named)), [])) as { conversations: { messages: string[] }[] };
  return answer.conversations.map((one) => [...new Set(one.messages)].sort().join(" ")).sort();
}

test("an archive, shuffled, with a tenth missing and some doubled, ends on Postgres as it does in order and in memory", async () => {
  const random = randomFrom(7);
  const archive = anArchive(150, random).filter(() => random() > 0.1);
  const doubled = shuffle(
    archive.flatMap((mail) => (random() < 0.05 ? [mail, mail] : [mail])),
    random,
  );
  const inOrder = await inMemory(archive);

  const box = await aMailbox();
  // Eight arrive at a time, as from a provider in a hurry.
  for (let at = 0; at < doubled.length; at += 8) await Promise.all(doubled.slice(at, at + 8).map((mail) => arrive(box, mail)));
  expect(await partition()).toEqual(inOrder);
  expect(await db.select().from(conversations)).toHaveLength(inOrder.length);
});
