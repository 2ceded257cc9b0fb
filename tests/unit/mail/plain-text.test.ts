import { expect, test } from "@playwright/test";
import { plainBody, tokenise } from "@/lib/mail/plain-text";

const whole = (text: string) => {
  const { tokens, quoted } = plainBody(text);
  return [...tokens, ...quoted].map((token) => token.text).join("");
};

test.describe("a plain body", () => {
  test("has its links found, and nothing else made of it", () => {
    expect(tokenise("See https://x.test/a?b=c. Mail me@x.test <b>not</b> notes.md")).toEqual([
      { text: "See " },
      { text: "https://x.test/a?b=c", href: "https://x.test/a?b=c" },
      { text: ". Mail " },
      { text: "me@x.test", href: "mailto:me@x.test" },
      { text: " <b>not</b> notes.md" },
    ]);
  });

  test("never links to what runs", () => {
    for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"]) {
      expect(tokenise(text).some(({ href }) => href !== undefined)).toBe(false);
    }
  });

  test("is whole, whatever is folded", () => {
    for (const text of ["a\n> b\nc\n> d\n", "\r\n\r\n", "> only\n> quotes\n", "", "https://x.test\n\n> https://y.test"])
      expect(whole(text)).toBe(text);
  });

  test("is cut where it says so", () => {
    const body = plainBody("a".repeat(300_000));
    expect([body.cut, body.tokens[0]?.text.length]).toEqual([true, 256 * 1024]);
  });

  test("with a million quotes, links or characters in a line is read to its end", () => {
    for (const text of [
      ">".repeat(1_000_000),
      ">\n".repeat(500_000),
      "http://".repeat(100_000),
      "a@".repeat(200_000),
      "x:".repeat(500_000),
      `http://a.test/${"(".repeat(200_000)}`,
    ]) {
      expect(whole(text)).toBe(text.slice(0, 256 * 1024));
    }
  });
});
