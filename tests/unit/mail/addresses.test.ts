import { expect, test } from "@playwright/test";
import { readAddresses } from "@/lib/mail/addresses";
import { toByteString } from "@/lib/mail/mime/encoded-words";

const read = (value: string) => readAddresses(toByteString(value)).addresses.map(({ name, address }) => `${name}|${address}`);

test.describe("an address list", () => {
  for (const [value, expected] of [
    ["ana@x.test", ["|ana@x.test"]],
    ["Ana <ana@X.TEST>", ["Ana|ana@x.test"]],
    ['"Ruiz, Ana" <ana@x.test>, bob@x.test', ["Ruiz, Ana|ana@x.test", "|bob@x.test"]],
    ["ana@x.test (Ana Ruiz)", ["Ana Ruiz|ana@x.test"]],
    ["Team: a@x.test, B <b@x.test>; c@x.test", ["|a@x.test", "B|b@x.test", "|c@x.test"]],
    ["undisclosed-recipients:;", []],
    ['"john smith"@x.test', ['|"john smith"@x.test']],
    ['"john.smith"@x.test', ["|john.smith@x.test"]],
    ["<@relay.test,@other.test:ana@x.test>", ["|ana@x.test"]],
    ["john . smith @ x . test", ["|john.smith@x.test"]],
    ["ana(comment (nested))@x.test", ["comment (nested)|ana@x.test"]],
    ["Ana ana@x.test", ["Ana|ana@x.test"]],
    ["a@x.test; b@x.test", ["|a@x.test", "|b@x.test"]],
    ["<a@x.test> <b@x.test>", ["|a@x.test", "|b@x.test"]],
    ["'ana@x.test' <ana@x.test>", ["ana@x.test|ana@x.test"]],
    ["MAILER-DAEMON", ["MAILER-DAEMON|"]],
    ["Ana <>", ["Ana|"]],
    [",,, ;", []],
    ["ana@[127.0.0.1]", ["|ana@[127.0.0.1]"]],
    ["=?utf-8?Q?Andr=C3=A9=2C_Jr=2E?= <andre@x.test>", ["André, Jr.|andre@x.test"]],
    ["Ünï <ünï@müller.test>", ["Ünï|ünï@müller.test"]],
    ['"a\\"b" <ab@x.test>', ['a"b|ab@x.test']],
    // RFC 5322, appendix A.
    ["Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>", ["Mary Smith|mary@x.test", "|jdoe@example.org", "Who?|one@y.test"]],
    ['<boss@nil.test>, "Giant; \\"Big\\" Box" <sysservices@example.net>', ["|boss@nil.test", 'Giant; "Big" Box|sysservices@example.net']],
    ["A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;", ["Ed Jones|c@a.test", "|joe@where.test", "John|jdoe@one.test"]],
    ["Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", ["Pete|pete@silly.test"]],
    [
      "A Group(Some people)\r\n     :Chris Jones <c@(Chris's host.)public.example>,\r\n joe@example.org,\r\n  John <jdoe@one.test> (my dear friend); (the end of the group)",
      ["Chris Jones|c@public.example", "|joe@example.org", "John|jdoe@one.test"],
    ],
    ["(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;", []],
    ["Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example", ["Mary Smith|mary@example.net", "|jdoe@test.example"]],
    ["Joe & J. Harvey <ddd @Org>, JJV @ BBN", ["Joe & J. Harvey|ddd@org", "|JJV@bbn"]],
    // As they are sent.
    ["ana@[IPv6:2001:db8::1]", ["|ana@[ipv6:2001:db8::1]"]],
    ["Ana <ana@x.test, Bob <bob@x.test>", ["Ana|ana@x.test", "Bob|bob@x.test"]],
    ["<ana@x.test; bob@x.test>", ["|ana@x.test", "|bob@x.test"]],
    ["<<ana@x.test>>", ["|ana@x.test"]],
    ["ana@x.test>", ["|ana@x.test"]],
    ["Ana <mailto:ana@x.test>", ["Ana|ana@x.test"]],
    ["'ana@x.test'", ["|ana@x.test"]],
    ["=?utf-8?Q?Ana?= =?utf-8?Q?_Ru=C3=ADz?= <ana@x.test>", ["Ana Ruíz|ana@x.test"]],
    ['"=?utf-8?Q?Ruiz=2C_Ana?=" <ana@x.test>', ["Ruiz, Ana|ana@x.test"]],
    ["=?utf-8?Q?Ruiz,_Ana?=<ana@x.test>", ["Ruiz, Ana|ana@x.test"]],
    ["=?utf-8?Q?Who??= <ana@x.test>", ["Who?|ana@x.test"]],
    ["ana@x.test (=?utf-8?Q?Ru=C3=ADz?=)", ["Ruíz|ana@x.test"]],
    ["Ana <ana@x.test> (at work)", ["Ana|ana@x.test"]],
    ["One: a@x.test;, Two: b@x.test;", ["|a@x.test", "|b@x.test"]],
    ["用户@例子.测试", ["|用户@例子.测试"]],
    ["Voilà Ana <voilà@x.test>", ["Voilà Ana|voilà@x.test"]],
    ["Ana\u00a0Ruiz <ana@x.test>", ["Ana Ruiz|ana@x.test"]],
    ['Broken "quote <ana@x.test>', ["Broken quote|ana@x.test"]],
  ] as const) {
    test(`reads ${value}`, () => {
      expect(read(value)).toEqual(expected);
    });
  }

  test("never takes an address out of a name", () => {
    expect(read('"a@trusted.test" <x@evil.test>')).toEqual(["a@trusted.test|x@evil.test"]);
    expect(read("a@trusted.test <x@evil.test>")).toEqual(["a@trusted.test|x@evil.test"]);
    expect(read("=?utf-8?Q?boss=40trusted.test?=")).toEqual(["boss@trusted.test|"]);
    expect(read("=?utf-8?Q?boss@trusted.test?=")).toEqual(["boss@trusted.test|"]);
    expect(read("=?utf-8?Q?boss@trusted.test?= (x@evil.test)")).toEqual(["boss@trusted.test|"]);
    expect(read('"x@evil.test, boss@trusted.test"')).toEqual(["x@evil.test, boss@trusted.test|"]);
  });

  test("has one line for each name, whatever was encoded into it", () => {
    expect(read("=?utf-8?Q?Ana=0D=0ABcc:_x=00?= <a@x.test>")).toEqual(["Ana Bcc: x|a@x.test"]);
  });

  test("cuts a name of five thousand characters", () => {
    expect(readAddresses(`"${"n".repeat(5_000)}" <a@x.test>`).addresses[0]?.name).toHaveLength(501);
  });

  test("counts what it does not keep", () => {
    const { addresses, total } = readAddresses("a@x.test, b@x.test, c@x.test", 2);
    expect([addresses.length, total]).toEqual([2, 3]);
  });
});
