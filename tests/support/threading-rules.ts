import { expect, type TestType } from "@playwright/test";
import type { FilingReason, Placement, SenderDoubt } from "@/db/schema";
import { makeMessageId, makeReplyToken } from "@/lib/conversations/threading/reply-token";
import { type AuthVerdict, NO_VERDICT } from "@/lib/mail/authentication-results";
import type { Email } from "@/lib/mail/email";

export const KEY = "a secret of the tests, at least 32 characters long";
/** A mailbox of ours, and one of our people. */
export const HELP = "help@acme.test";
export const TOM = "tom@acme.test";

export interface PlacedForTest {
  conversationId: string;
  placement: Placement;
  why: FilingReason;
  doubt: SenderDoubt | null;
}

/** A mailbox that threads mails, however it keeps them. */
export interface TestThreads {
  arrive(mail: Partial<Email>, verdict?: AuthVerdict): Promise<PlacedForTest>;
  /** Conversations as Message-IDs in order of the alphabet, sorted. */
  partition(): Promise<string[]>;
  /** Ids that this conversation is kept apart from. */
  related(conversationId: string): Promise<string[]>;
}

const person = (address: string) => ({ name: "", address });
const ANA = "ana@customer.test";
const BEN = "ben@other.test";
const MALLORY = "mallory@evil.test";

/** A mail `id` from somebody to our mailbox. */
export function mailFrom(from: string, id: string, references: string[] = [], more: Partial<Email> = {}): Partial<Email> {
  const subject = references.length > 0 ? "Re: Broken lamp" : "Broken lamp";
  return { messageId: id, references, inReplyTo: references.slice(-1), subject, from: person(from), text: `Text of ${id}`, ...more };
}

const pass: AuthVerdict = { ...NO_VERDICT, dmarc: "pass", from: "pass", authservId: "mx" };
const dmarcFail: AuthVerdict = { ...NO_VERDICT, dmarc: "fail", from: "fail", authservId: "mx" };
const spfFail: AuthVerdict = { ...NO_VERDICT, spf: "fail", from: "fail", authservId: "mx" };

/** What threading promises, in Postgres and in memory alike. */
export function threadingRules<T extends object, W extends object>(test: TestType<T, W>, open: () => Promise<TestThreads>) {
  test.describe("a mail that points to a conversation", () => {
    test("joins it when its sender takes part, under any subject", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a", [], { cc: [person(BEN)] }));
      const placed = await box.arrive(mailFrom(BEN, "b", ["a"], { subject: "Something else" }));
      expect(placed).toMatchObject({ placement: "joined", doubt: null });
      expect(await box.partition()).toEqual(["ab"]);
    });

    test("joins it labelled when a stranger sends it under the same subject", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      const placed = await box.arrive(mailFrom(MALLORY, "m", ["a"], { subject: "AW: [ext] broken LAMP" }));
      expect(placed).toMatchObject({ placement: "joined-untrusted", doubt: { because: "stranger", address: MALLORY } });
      expect(await box.partition()).toEqual(["am"]);
    });

    test("starts apart, with a link, when a stranger sends it under another subject", async () => {
      const box = await open();
      const { conversationId } = await box.arrive(mailFrom(ANA, "a"));
      const placed = await box.arrive(mailFrom(MALLORY, "m", ["a"], { subject: "Your account" }));
      expect(placed).toMatchObject({
        placement: "new-related",
        why: { rule: "apart", because: "subject", conversationId, messageId: "a" },
      });
      expect(await box.partition()).toEqual(["a", "m"]);
      expect(await box.related(conversationId)).toEqual([placed.conversationId]);
    });

    test("does not make a stranger one who takes part", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      await box.arrive(mailFrom(MALLORY, "m", ["a"], { cc: [person("eve@evil.test")] }));
      await box.arrive(mailFrom(MALLORY, "n", ["a", "m"], { subject: "Pay here" }));
      await box.arrive(mailFrom("eve@evil.test", "o", ["a", "m"], { subject: "Pay me" }));
      expect(await box.partition()).toEqual(["am", "n", "o"]);
    });

    test("joins it when its sender is verified and of a domain that takes part", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      expect(await box.arrive(mailFrom("bo@customer.test", "b", ["a"]), pass)).toMatchObject({ placement: "joined" });
      expect(await box.arrive(mailFrom("cy@customer.test", "c", ["a"]))).toMatchObject({ placement: "joined-untrusted" });
    });

    test("gains nothing from a domain that everybody shares", async () => {
      const box = await open();
      await box.arrive(mailFrom("ana@gmail.com", "a"));
      expect(await box.arrive(mailFrom("mallory@gmail.com", "m", ["a"]), pass)).toMatchObject({ placement: "joined-untrusted" });
    });

    test("joins labelled when its sender takes part and authentication failed", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      const placed = await box.arrive(mailFrom(ANA, "b", ["a"]), spfFail);
      expect(placed).toMatchObject({ placement: "joined-untrusted", doubt: { because: "failed" } });
    });

    test("joins labelled when it has no sender", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      expect(await box.arrive({ ...mailFrom(ANA, "b", ["a"]), from: null })).toMatchObject({ placement: "joined-untrusted" });
    });
  });

  test.describe("a possible impersonation", () => {
    test("of one who takes part stays apart, whatever comes later", async () => {
      const box = await open();
      const { conversationId } = await box.arrive(mailFrom(ANA, "a"));
      const forged = await box.arrive(mailFrom(ANA, "m", ["a"]), dmarcFail);
      expect(forged).toMatchObject({
        placement: "new-related",
        why: { rule: "apart", because: "impersonation", conversationId },
        doubt: { because: "impersonation", address: ANA },
      });
      await box.arrive(mailFrom(ANA, "b", ["a"]), pass);
      await box.arrive(mailFrom(ANA, "c", ["a", "m", "b"]), pass);
      expect(await box.partition()).toEqual(["abc", "m"]);
    });

    test("of our own address is never ours: failed stays apart, unproven joins labelled, proven joins", async () => {
      for (const us of [HELP, TOM]) {
        const box = await open();
        await box.arrive(mailFrom(ANA, "a"));
        const to = { to: [person(ANA)] };
        expect(await box.arrive(mailFrom(us, "b", ["a"], to), dmarcFail)).toMatchObject({ placement: "new-related" });
        expect(await box.arrive(mailFrom(us, "c", ["a"], to))).toMatchObject({ doubt: { because: "unproven", address: us } });
        expect(await box.arrive(mailFrom(us, "d", ["a"], to), pass)).toMatchObject({ placement: "joined", doubt: null });
        expect(await box.partition()).toEqual(["acd", "b"]);
      }
    });

    test("of our own address is said even where it starts a conversation", async () => {
      const box = await open();
      expect(await box.arrive(mailFrom(HELP, "a", [], { to: [person(ANA)] }), dmarcFail)).toMatchObject({
        placement: "new",
        doubt: { because: "impersonation" },
      });
    });
  });

  test.describe("conversations that a mail connects", () => {
    test("become one when its sender takes part in both", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      await box.arrive(mailFrom(ANA, "c", ["b"]));
      await box.arrive(mailFrom(ANA, "b", ["a"]));
      expect(await box.partition()).toEqual(["abc"]);
    });

    test("stay two when a stranger sends it", async () => {
      const box = await open();
      const { conversationId: one } = await box.arrive(mailFrom(ANA, "a"));
      const { conversationId: other } = await box.arrive(mailFrom(BEN, "b"));
      await box.arrive(mailFrom(MALLORY, "m", ["a", "b"]));
      expect(await box.partition()).toEqual(["a", "bm"]);
      expect(await box.related(one)).toEqual([other]);
    });

    test("stay two when its sender takes part in one of them only", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      await box.arrive(mailFrom(BEN, "b"));
      expect(await box.arrive(mailFrom(BEN, "m", ["a", "b"]))).toMatchObject({ placement: "joined" });
      expect(await box.partition()).toEqual(["a", "bm"]);
    });

    test("stay two when a stranger claims to be what one of them awaited", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      await box.arrive(mailFrom(BEN, "c", ["b"]));
      await box.arrive(mailFrom(MALLORY, "b", ["a"]));
      expect(await box.partition()).toEqual(["a", "bc"]);
    });

    // The one limit of order (docs/decisions/0008): in order, all three are one conversation.
    test("stay two, linked, when all are strangers, name only their parent, and the middle one is late", async () => {
      const box = await open();
      const { conversationId } = await box.arrive(mailFrom(ANA, "a"));
      await box.arrive(mailFrom("eve@evil.test", "c", ["b"]));
      await box.arrive(mailFrom(MALLORY, "b", ["a"]));
      expect(await box.partition()).toEqual(["a", "bc"]);
      expect(await box.related(conversationId)).toHaveLength(1);
    });

    test("become one when the same people write in both, whoever sends it", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      await box.arrive(mailFrom(ANA, "c", ["b"]));
      await box.arrive(mailFrom(BEN, "b", ["a"]));
      expect(await box.partition()).toEqual(["abc"]);
    });

    test("become one when what a stranger awaited comes, and the stranger's mail is labelled", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      await box.arrive(mailFrom(MALLORY, "m", ["b"], { cc: [person("eve@evil.test")] }));
      await box.arrive(mailFrom(ANA, "b", ["a"]));
      await box.arrive(mailFrom("eve@evil.test", "n", ["m"], { subject: "Pay me" }));
      expect(await box.partition()).toEqual(["abm", "n"]);
    });

    test("become one as soon as somebody is known to take part who had started apart", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a"));
      expect(await box.arrive(mailFrom(BEN, "b", ["a"], { subject: "New title" }))).toMatchObject({ placement: "new-related" });
      await box.arrive(mailFrom(ANA, "c", ["a"], { cc: [person(BEN)] }));
      expect(await box.partition()).toEqual(["abc"]);
    });
  });

  test.describe("a reply address", () => {
    test("leads to its conversation without any header, from To, Cc, the envelope or what a server noted", async () => {
      const ways: ((address: string) => Partial<Email>)[] = [
        (address) => ({ to: [person(address)] }),
        (address) => ({ cc: [person(address.toUpperCase())] }),
        (address) => ({ envelope: { from: null, to: [address] } }),
        (address) => ({ headers: [["Delivered-To", address]] }),
      ];
      for (const way of ways) {
        const box = await open();
        const { conversationId } = await box.arrive(mailFrom(ANA, "a"));
        const address = `help+${makeReplyToken(KEY, conversationId)}@acme.test`;
        const placed = await box.arrive(mailFrom(ANA, "b", [], { subject: "Other", ...way(address) }));
        expect(placed).toMatchObject({ conversationId, placement: "joined", why: { rule: "token" } });
      }
    });

    test("says where, not who: a third party who was copied joins labelled", async () => {
      const box = await open();
      const { conversationId } = await box.arrive(mailFrom(ANA, "a"));
      const to = [person(`help+${makeReplyToken(KEY, conversationId)}@acme.test`)];
      expect(await box.arrive(mailFrom(MALLORY, "m", [], { subject: "Other", to }))).toMatchObject({ placement: "joined-untrusted" });
    });

    test("with one character changed leads nowhere", async () => {
      const box = await open();
      const { conversationId } = await box.arrive(mailFrom(ANA, "a"));
      const token = makeReplyToken(KEY, conversationId);
      const altered = token.slice(0, -1) + (token.endsWith("a") ? "b" : "a");
      const placed = await box.arrive(mailFrom(ANA, "b", [], { to: [person(`help+${altered}@acme.test`)] }));
      expect(placed).toMatchObject({ placement: "new", why: { rule: "first" } });
    });

    test("of a conversation that is nowhere leads nowhere", async () => {
      const box = await open();
      const to = [person(`help+${makeReplyToken(KEY, "00000000-0000-7000-8000-000000000000")}@acme.test`)];
      expect(await box.arrive(mailFrom(ANA, "a", [], { to }))).toMatchObject({ placement: "new" });
    });
  });

  test.describe("a Message-ID of ours", () => {
    const sent = makeMessageId(KEY, "0190a000-0000-7000-8000-000000000001", "acme.test");

    test("ties an answer under any subject", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a", [sent]));
      const placed = await box.arrive(mailFrom(BEN, "b", [sent], { subject: "Other" }));
      expect(placed).toMatchObject({ placement: "joined-untrusted", why: { rule: "own-id", messageId: sent } });
    });

    test("ties nothing more than any other id when its hash is wrong", async () => {
      const box = await open();
      const forged = sent.replace(/\.[a-z2-7]{20}@/, ".aaaaaaaaaaaaaaaaaaaa@");
      await box.arrive(mailFrom(ANA, "a", [forged]));
      expect(await box.arrive(mailFrom(BEN, "b", [forged], { subject: "Other" }))).toMatchObject({ placement: "new-related" });
    });
  });

  test.describe("ids that are none", () => {
    test("are addresses in angle brackets, of ours and of anybody on the mail", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "a", [HELP]));
      await box.arrive(mailFrom(ANA, "b", [HELP, ANA]));
      await box.arrive(mailFrom(ANA, HELP));
      expect((await box.partition()).length).toBe(3);
    });

    test("may be in every mail of a broken program, and a real one still finds its place", async () => {
      const box = await open();
      for (let n = 0; n < 60; n++)
        await box.arrive(mailFrom(`p${n}@host${n}.test`, `m${String(n).padStart(2, "0")};`, ["broken"], { subject: `Notice ${n}` }));
      expect(await box.partition()).toHaveLength(60);
      await box.arrive(mailFrom("p59@host59.test", "n", ["m59;", "broken"], { subject: "Notice 59" }));
      expect((await box.partition()).at(-1)).toBe("m59;n");
    });

    test("loops and references to itself come to an end", async () => {
      const box = await open();
      await box.arrive(mailFrom(ANA, "b", ["b"]));
      await box.arrive(mailFrom(ANA, "c", ["d", "b", "c"]));
      await box.arrive(mailFrom(ANA, "d", ["c", "d"]));
      expect(await box.partition()).toEqual(["bcd"]);
    });
  });

  test("a conversation of 500 messages goes on in a linked one, where later answers follow", async () => {
    test.setTimeout(120_000);
    const box = await open();
    const first = await box.arrive(mailFrom(ANA, "000"));
    for (let n = 1; n < 500; n++) await box.arrive(mailFrom(ANA, String(n).padStart(3, "0"), ["000"]));
    const next = await box.arrive(mailFrom(ANA, "500", ["000", "499"]));
    expect(next).toMatchObject({ placement: "new-related", why: { rule: "continued", conversationId: first.conversationId } });
    expect(await box.arrive(mailFrom(ANA, "501", ["000"]))).toMatchObject({ conversationId: next.conversationId, placement: "joined" });
    expect(await box.arrive(mailFrom(ANA, "502", ["000", "500"]))).toMatchObject({ conversationId: next.conversationId });
    expect((await box.partition()).map((ids) => ids.length / 3)).toEqual([500, 3]);
    expect(await box.related(first.conversationId)).toEqual([next.conversationId]);
  });
}
