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
