import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { thread } from "@/scripts/mail/thread";
import { type ArchivedMail, aMessage, anArchive, HELP, randomFrom, shuffle } from "@/tests/support/mail-archive";

const people = ["ana@one.test", "ben@two.test", "cleo@three.test", "dan@four.test"];
const orders = <T>(arbitrary: fc.Arbitrary<T[]>) =>
  arbitrary.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));

/** What a person would see: each conversation's messages, once each. */
async function partition(messages: ArchivedMail[]): Promise<string[]> {
  const answer = (await thread.run(Buffer.from(JSON.stringify(messages)), [])) as { conversations: { messages: string[] }[] };
  return answer.conversations.map((one) => [...new Set(one.messages)].sort().join(" ")).sort();
}

test("any mails among people who know each other end in the same conversations, in any order", async () => {
  const id = fc.constantFrom(..."abcdefgh");
  const message = fc.record({
    id,
    references: fc.array(id, { maxLength: 3 }),
    from: fc.constantFrom(...people),
    subject: fc.constantFrom("Lamp", "Re: Lamp", "Invoice", ""),
  });
  const mails = fc.uniqueArray(message, { selector: (mail) => mail.id, minLength: 2 });
  const toMail = ({ id: name, references, ...more }: { id: string; references: string[]; from: string; subject: string }) =>
    aMessage(name, references, { ...more, to: [HELP, ...people] });

  await fc.assert(
    fc.asyncProperty(orders(mails), async ([list, shuffled]) => {
      expect(await partition(shuffled.map(toMail))).toEqual(await partition(list.map(toMail)));
    }),
    { numRuns: 400, seed: 5256 },
  );
});

test("a thread of strangers is one conversation in any order, when they keep References as RFC 5322 asks", async () => {
  const replies = fc.array(fc.record({ parent: fc.nat(), from: fc.constantFrom(...people) }), { minLength: 2, maxLength: 9 });
  const mails = replies.map((list) => {
    const chains: string[][] = [];
    return list.map(({ parent, from }, at) => {
      const chain = at === 0 ? [] : [...(chains[parent % at] ?? []), `m${parent % at}`];
      chains.push(chain);
      return aMessage(`m${at}`, chain, { from });
    });
  });
  await fc.assert(
    fc.asyncProperty(orders(mails), async ([list, shuffled]) => {
      expect(await partition(shuffled)).toHaveLength(1);
      expect(await partition(shuffled)).toEqual(await partition(list));
    }),
    { numRuns: 200, seed: 5322 },
  );
});

test("a missing middle message joins exactly the two it connects", async () => {
  const others = [aMessage("x", []), aMessage("y", ["x"]), aMessage("z", ["w"])];
  const before = [aMessage("a", []), ...others, aMessage("c", ["b"])];
  expect(await partition(before)).toEqual(["a", "c", "x y", "z"]);
  expect(await partition([...before, aMessage("b", ["a"])])).toEqual(["a b c", "x y", "z"]);
});

test("a mail with 10,000 references finds its place by the first and the last fifty", async () => {
  const references = Array.from({ length: 10_000 }, (_, n) => `r${n}`);
  const [first, last, middle] = [aMessage("r0", []), aMessage("r9999", []), aMessage("r5000", [])];
  expect(await partition([first, last, middle, aMessage("z", references)])).toEqual(["r0 r9999 z", "r5000"]);
});

test("an archive of a thousand mails, shuffled, with some missing and some doubled, ends as it does in order", async () => {
  for (const seed of [1, 2, 3]) {
    const random = randomFrom(seed);
    const archive = anArchive(1_000, random).filter(() => random() > 0.1);
    const doubled = archive.flatMap((mail) => (random() < 0.05 ? [mail, mail] : [mail]));
    const shuffled = shuffle(doubled, random);

    const inOrder = await partition(archive);
    expect(inOrder.length).toBeGreaterThan(100);
    expect(await partition(shuffled)).toEqual(inOrder);
  }
});
