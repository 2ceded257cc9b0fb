import { expect, test } from "@playwright/test";
import { snippetOf } from "@/lib/mail/snippet";

test.describe("the first words of a mail", () => {
  for (const [name, text, expected] of [
    ["are its own, not the quote's", "> you wrote\n> this\n\nYes, please.\n", "Yes, please."],
    ["leave out who wrote what was quoted", "Fine.\n\nOn Mon, 1 Jan 2026, Ana <a@x.test> wrote:\n> Lamp?", "Fine."],
    ["end before the signature", "Thanks\n-- \nAna Ruiz\nChief of lamps", "Thanks"],
    ["end before an original message", "See below.\n\n-----Original Message-----\nFrom: x", "See below."],
    ["are those of the quote when there is nothing else", "> Just forwarded words", "Just forwarded words"],
    ["leave out rules", "Hello\n==========\n---------\nworld", "Hello world"],
    ["are one line", "a\n\n\tb\u0000c", "a b c"],
  ] as const) {
    test(name, () => {
      expect(snippetOf({ text, html: null })).toBe(expected);
    });
  }

  test("come from HTML when there is no text", () => {
    const html =
      "<html><head><title>No</title><style>p{}</style></head><body><div style='display:none'>Preview</div><p>Hello&nbsp;<b>you</b></p><blockquote>old</blockquote></body></html>";
    expect(snippetOf({ text: null, html })).toBe("Hello you");
    expect(snippetOf({ text: " \n ", html: "<blockquote>only a quote</blockquote>" })).toBe("only a quote");
  });

  test("are at most 140 characters and whole ones", () => {
    const snippet = snippetOf({ text: "💡".repeat(300), html: null });
    expect(snippet.length).toBeLessThanOrEqual(140);
    expect(snippet.isWellFormed()).toBe(true);
  });

  test("are nothing for an empty mail", () => {
    expect(snippetOf({ text: null, html: null })).toBe("");
  });
});
