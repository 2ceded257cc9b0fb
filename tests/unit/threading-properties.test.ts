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
  // Each mail points to its parent only; `b` is the one that is missing, between the first chain and the second.
  const chain = (name: string, length: number, above: string[] = []) =>
    Array.from({ length }, (_, at) => aMessage(`${name}${at}`, at === 0 ? above : [`${name}${at - 1}`]));
  const length = fc.integer({ min: 1, max: 5 });
  const archive = fc
    .record({ above: length, below: length, apart: length, ghost: length, answers: fc.nat() })
    .chain(({ answers, ...lengths }) => {
      const [above, below] = [chain("a", lengths.above), chain("c", lengths.below, ["b"])];
      const others = [...chain("x", lengths.apart), ...chain("z", lengths.ghost, ["w"])];
      const mails = [...above, ...below, ...others];
      const middle = aMessage("b", [`a${answers % lengths.above}`]);
      return fc.record({
        above: fc.constant(above),
        below: fc.constant(below),
        middle: fc.constant(middle),
        mails: orders(fc.constant(mails)),
      });
    });
  const idsOf = (mails: ArchivedMail[]) => mails.map(({ id }) => id).sort();
  await fc.assert(
    fc.asyncProperty(archive, async ({ above, below, middle, mails: [, mails] }) => {
      const before = await partition(mails);
      expect(before).toContain(idsOf(above).join(" "));
      expect(before).toContain(idsOf(below).join(" "));
      const joined = [...above, ...below, middle];
      const rest = before.filter((group) => group !== idsOf(above).join(" ") && group !== idsOf(below).join(" "));
      expect(await partition([...mails, middle])).toEqual([...rest, idsOf(joined).join(" ")].sort());
    }),
    { numRuns: 150, seed: 8621 },
  );
});

test("a mail that is taken out and comes again, or comes once more, changes nothing", async () => {
  const list = anArchive(40, randomFrom(7));
  await fc.assert(
    fc.asyncProperty(fc.nat(list.length - 1), fc.nat(list.length), async (which, at) => {
      const whole = await partition(list);
      const mail = list[which] ?? aMessage("none", []);
      const without = list.filter((one) => one !== mail);
      expect(await partition([...without.slice(0, at), mail, ...without.slice(at)])).toEqual(whole);
      expect(await partition([...list.slice(0, at), mail, ...list.slice(at)])).toEqual(whole);
    }),
    { numRuns: 60, seed: 228 },
  );
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
