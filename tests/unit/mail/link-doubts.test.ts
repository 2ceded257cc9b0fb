import { expect, test } from "@playwright/test";
import { doubtLink, writtenHost } from "@/lib/mail/link-doubts";

test.describe("a link is asked about", () => {
  for (const [why, href, text] of [
    ["elsewhere", "https://evil.test.com/login", "https://bank.com/login"],
    ["elsewhere", "https://bank.com.evil.org/", "bank.com"],
    ["elsewhere", "https://evil.org/", "www.bank.co.uk"],
    ["elsewhere", "https://one.github.io/", "https://two.github.io/"],
    ["elsewhere", "https://evil.org/?https://bank.com", " https://bank.com "],
    ["elsewhere", "https://evil.org/", "ba\u00adnk.com\u200b"],
    ["elsewhere", "https://evil.org/", "help@bank.com"],
    ["elsewhere", "https://evil.org/", "HTTPS://BANK.COM:443/a?b#c"],
    ["punycode", "https://müller.de/", "Müller"],
    ["punycode", "https://xn--mller-kva.de/", "Müller"],
    ["lookalike", "https://pаypal.com/", "PayPal"],
    ["lookalike", "https://xn--pypal-4ve.com/", "PayPal"],
    ["lookalike", "https://аррlе.com/", "Apple"],
    ["lookalike", "https://сосо.com/", "Coco"],
    ["lookalike", "https://xn--80ak6aa92e.com/", "Apple"],
    ["number", "https://203.0.113.9/", "Open"],
    ["number", "https://3405803785/", "Open"],
    ["number", "https://[2001:db8::1]/", "Open"],
    ["userinfo", "https://bank.com@evil.org/", "Open"],
    ["userinfo", "https://bank.com%2f:x@evil.org/", "Open"],
  ] as const) {
    test(`${why}: ${JSON.stringify(text)} to ${href}`, () => {
      expect(doubtLink(new URL(href).href, text)).toContain(why);
    });
  }
});

test.describe("a link is simply a link", () => {
  for (const [href, text] of [
    ["https://www.bank.com/login", "bank.com"],
    ["https://login.bank.co.uk/", "www.bank.co.uk"],
    ["https://bank.com/", "Log in"],
    ["https://github.com/x/notes.md", "notes.md"],
    ["https://github.com/x", "build.sh"],
    ["https://bank.com/", "Version 1.2.3"],
    ["https://bank.com/", "See bank.com and evil.org"],
    ["https://bank.com/", ""],
    ["https://bank.com/", "…"],
    ["mailto:ana@bank.com", "evil.org"],
    ["tel:+1", "+1"],
    ["https://bank.com/", "end of sentence.Next"],
    ["not an address", "x"],
  ] as const) {
    test(`${JSON.stringify(text)} to ${href}`, () => {
      expect(doubtLink(href, text)).toEqual([]);
    });
  }
});

test("a host is shown as its owner writes it", () => {
  expect(writtenHost(new URL("https://xn--mller-kva.de/"))).toBe("müller.de");
});

test("text made to be slow is looked at in no time", () => {
  for (const text of ["a.".repeat(100_000), `${"a".repeat(63)}.`.repeat(50), "@".repeat(100_000), `https://${"-".repeat(100_000)}`])
    expect(doubtLink("https://bank.com/", text)).toEqual([]);
});
