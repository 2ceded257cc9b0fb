import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { foldHtml } from "@/lib/mail/fold-html";
import { foldText } from "@/lib/mail/quotes";

const PARENT =
  "Hello,\n\nwe would like to order forty lamps for the new building.\nCould you send us an offer until Friday?\n\nKind regards\nAna Ruiz\n";

test.describe("a reply that repeats the mail it answers folds", () => {
  for (const [what, quote] of [
    ["without any mark", PARENT],
    ["in other lines", PARENT.replace(/\s+/g, " ").replace(/(.{30}\S*) /g, "$1\n")],
    ["with quote marks", PARENT.replace(/^/gm, "> ")],
    ["with marks of another kind", PARENT.replace(/^/gm, "| ")],
    ["cut short by its mail client", PARENT.split("\n").slice(0, 4).join("\n")],
    ["below a line in a language nobody listed", `Ana Ruiz <ana@x.test> kirjutas 3.1.2026:\n\n${PARENT}`],
    ["below a header block in such a language", `Saatja: Ana Ruiz\nSaadetud: 3.1.2026 10:00\nAdressaat: Abi\nTeema: Lambid\n\n${PARENT}`],
  ] as const) {
    test(what, () => {
      expect(foldText(`Of course.\n\n${quote}`, PARENT)).toMatchObject({ visible: "Of course.\n\n" });
    });
  }

  test("in HTML without any mark", () => {
    const quote =
      "<div><p>Hello,</p><p>we would like to order <b>forty</b> lamps for the new building. Could you send us an offer until Friday?</p></div>";
    expect(foldHtml(`<p>Of course.</p>${quote}`, PARENT)).toEqual({ visible: "<p>Of course.</p>", folded: quote, rule: "parent" });
  });

  test("in HTML, with what stands above the mark", () => {
    const quote =
      '<div>Ana Ruiz &lt;ana@x.test&gt; kirjutas 3.1.2026:</div><div class="gmail_quote">we would like to order forty lamps for the new building.</div>';
    expect(foldHtml(`<p>Of course.</p>${quote}`, PARENT)).toEqual({ visible: "<p>Of course.</p>", folded: quote, rule: "parent" });
  });

  test("though a tracker stands below", () => {
    const quote = '<div class="gmail_quote">Lamp?</div><img data-tracker />';
    expect(foldHtml(`<p>Fine.</p>${quote}`).folded).toBe(quote);
  });
});

test.describe("an answer to a mail we have never folds", () => {
  const header = "From: Ana Ruiz\nSent: Monday\nTo: Help\nSubject: Lamps\n\n";
  for (const [what, text] of [
    ["below it", `Hi\n\n${PARENT}\nForty lamps cost 900.\n`],
    ["below it and its header block", `Hi\n\n${header}${PARENT}\nForty lamps cost 900.\n`],
    [
      "between its lines",
      "Hello,\n\nwe would like to order forty lamps for the new building.\n\nFine.\n\nCould you send us an offer until Friday?\n\nYes, tomorrow.\n",
    ],
    ["when it takes up a few of its words", "We can send you the forty lamps.\nAna Ruiz\n"],
    ["when it is nothing but that mail", PARENT],
    ["when it has nothing of it", "Thank you for calling.\nYour desk\n"],
  ] as const) {
    test(what, () => {
      expect(foldText(text, PARENT)).toEqual({ visible: text, folded: "", rule: "none" });
    });
  }
});

test("whatever the parent is, nothing is lost and something stays to read", () => {
  const line = fc.constantFrom(
    "one two three four five",
    "Hello,",
    "> one two three four",
    "",
    "six seven eight nine ten eleven twelve",
    "From: a",
    "Sent: 2026",
    "Subject: b",
  );
  const text = fc.array(line, { maxLength: 20 }).map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (reply, parent) => {
      const { visible, folded } = foldText(reply, parent);
      expect(visible + folded).toBe(reply);
      if (folded !== "") expect(visible.trim()).not.toBe("");
      const html = `<div>${reply.replaceAll("\n", "<br>").replaceAll("> ", "&gt; ")}</div>`;
      const inHtml = foldHtml(html, parent);
      expect(inHtml.visible + inHtml.folded).toBe(html);
    }),
    { numRuns: 500, seed: 20260302 },
  );
});

test("a parent made to be slow is compared in no time", () => {
  for (const word of ["a ", "of the ", "x\n", "\u0000"]) {
    const long = word.repeat(200_000);
    expect(foldText(`Fine.\n${long}`, long).visible.startsWith("Fine.")).toBe(true);
  }
});
