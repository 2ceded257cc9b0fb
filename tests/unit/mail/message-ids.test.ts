import { expect, test } from "@playwright/test";
import { readInReplyTo, readMessageId, readReferences } from "@/lib/mail/message-ids";

test.describe("a Message-ID", () => {
  for (const [value, expected] of [
    ["<a.1@x.test>", "a.1@x.test"],
    ["  <a.1@x.test> (comment)", "a.1@x.test"],
    ["a.1@x.test", "a.1@x.test"],
    ['<"a.1"@x.test>', "a.1@x.test"],
    // A quoted string before the at sign (RFC 2822 §3.6.4), as Cyrus IMAP reads it; a bracket is no part of an id.
    ['<"50>7@0 9"@x.test>', "507@09@x.test"],
    ['<"a\\"b"@x.test>', 'a"b@x.test'],
    ['<"a.1@x.test>', '"a.1@x.test'],
    ["<A.1@X.test>", "A.1@X.test"],
    ["<a.1\t@x.test>", "a.1@x.test"],
    ["<no-at-sign>", "no-at-sign"],
    ["<abc@[IPv6:2001:db8::1]>", "abc@[IPv6:2001:db8::1]"],
    ["(by <relay@x.test>) <a.1@x.test>", "a.1@x.test"],
    ["<a(1)@x.test>", "a(1)@x.test"],
    ["<a.1@x.test", "a.1@x.test"],
    ["a.1@x.test>", "a.1@x.test"],
    ["<<a.1@x.test>>", "a.1@x.test"],
    ["<a.1@x.test> <b.2@x.test>", "a.1@x.test"],
    ["<>", null],
    ["", null],
    ["two words", null],
    [`<${"a".repeat(10_000)}@x.test>`, null],
  ] as const) {
    test(`reads ${value.slice(0, 40) || "nothing"}`, () => {
      expect(readMessageId(value)).toBe(expected);
    });
  }
});

test.describe("References", () => {
  test("are ids whatever a quoted one holds, and whatever is broken between them", () => {
    expect(readReferences('<a@x> <"b>@c <d@x>"@x> <e@x>').ids).toEqual(["a@x", "b@cd@x@x", "e@x"]);
    expect(readReferences('<a@x> <"b@x> <c@x <d@x>').ids).toEqual(["a@x", '"b@x', "d@x"]);
  });

  test("are ids in order, once each", () => {
    expect(readReferences("<a@x> <b@x>,<a@x>\t<c@x>").ids).toEqual(["a@x", "b@x", "c@x"]);
  });

  test("may come without brackets", () => {
    expect(readReferences("a@x b@x").ids).toEqual(["a@x", "b@x"]);
  });

  test("keep the first and the last fifty of many", () => {
    const { ids, total } = readReferences(Array.from({ length: 300 }, (_, at) => `<${at}@x>`).join(" "));
    expect([ids.length, total, ids[0], ids[1], ids.at(-1)]).toEqual([51, 300, "0@x", "250@x", "299@x"]);
  });

  test("are ids outside comments, which may name others", () => {
    expect(readReferences("<a@x> (see <c@x> (and \\) <d@x>)), <b@x> (").ids).toEqual(["a@x", "b@x"]);
    expect(readReferences("<a@x>\r\n\t<b\r\n @x>, , <c@x>;<d@x>").ids).toEqual(["a@x", "b@x", "c@x", "d@x"]);
  });

  test("keep the last fifty of a header without end", () => {
    const { ids } = readReferences(Array.from({ length: 400_000 }, (_, at) => `<${at}@x>`).join(" "));
    expect([ids.length, ids[0], ids[1], ids.at(-1)]).toEqual([51, "0@x", "399950@x", "399999@x"]);
  });

  test("survive brackets that never close", () => {
    expect(readReferences("<a@x <b@x> <").ids).toEqual(["b@x"]);
    expect(readReferences("<".repeat(100_000)).ids).toEqual([]);
    expect(readReferences("<a@").ids).toEqual([]);
    expect(readReferences("<a@x").ids).toEqual(["a@x"]);
  });
});

test.describe("In-Reply-To", () => {
  test("is the id it holds", () => {
    expect(readInReplyTo("<abc@x.test>")).toEqual(["abc@x.test"]);
  });

  test("may be prose around an id", () => {
    expect(readInReplyTo('Your message of "Mon, 1 Feb 1999 10:00" <199902011000.AA12@x.test>')).toEqual(["199902011000.AA12@x.test"]);
  });

  test("may be an id in a comment, or beside one", () => {
    expect(readInReplyTo("Ann's message of Monday (<abc1@x.test>)")).toEqual(["abc1@x.test"]);
    expect(readInReplyTo("<abc@x.test> (Ann's message of Monday)")).toEqual(["abc@x.test"]);
  });

  test("is no id when prose names a person", () => {
    expect(readInReplyTo("message from Ann Lee <ann.lee@x.test> of Monday")).toEqual([]);
  });

  test("is no id when it is an address of this very mail", () => {
    expect(readInReplyTo("<Help7@Acme.test>", new Set(["help7@acme.test"]))).toEqual([]);
  });

  test("is nothing when it is only words", () => {
    expect(readInReplyTo("your mail of yesterday")).toEqual([]);
  });
});
