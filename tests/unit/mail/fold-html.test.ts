import { expect, test } from "@playwright/test";
import { foldHtml } from "@/lib/mail/fold-html";

const folded = (html: string) => foldHtml(html).folded;

test.describe("the mail an HTML reply answers folds", () => {
  for (const [client, quote] of [
    ["Gmail", '<div class="gmail_quote"><div class="gmail_attr">On Mon Ana wrote:</div><blockquote>Lamp?</blockquote></div><br>'],
    ["Apple Mail", '<blockquote type="cite"><div>On Mon, Ana wrote:</div>Lamp?</blockquote></body>'],
    ["Thunderbird", '<div class="moz-cite-prefix">Am 1.1. schrieb Ana:</div><blockquote type="cite">Lampe?</blockquote>'],
    ["Outlook on the web", '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Ana</div><div>Lamp?</div>'],
    ["Outlook", '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Ana</p></div><p>Lamp?</p>'],
    ["Yahoo", '<div class="yahoo_quoted">On Monday Ana wrote:<div>Lamp?</div></div>'],
    ["Proton", '<div class="protonmail_quote">Ana wrote<blockquote>Lamp?</blockquote></div>'],
  ] as const) {
    test(`as ${client} marks it`, () => {
      expect(folded(`<div>Fine.</div>${quote}`)).toBe(quote);
    });
  }

  test("where only its header says so", () => {
    const block = "<p>From: Ana Ruiz</p><p>Sent: Monday</p><p>To: Help</p><p>Subject: Lamp</p><p>Lamp?</p>";
    expect(foldHtml(`<p>Fine.</p>${block}`)).toEqual({ visible: "<p>Fine.</p>", folded: block, rule: "header-block" });
  });
});

test.describe("what a writer says in HTML never folds", () => {
  for (const [what, html] of [
    ["an answer below the quote", '<div class="gmail_quote">Lamp?</div><div>Yes.</div>'],
    ["a mail that is only a quote", '<div class="gmail_quote">Lamp?</div>'],
    ["a forwarded mail", '<div>See.</div><div class="gmail_quote">---------- Forwarded message ---------<br>Lamp?</div>'],
    ["a quotation of their own", "<p>As Goethe says:</p><blockquote>Mehr Licht</blockquote>"],
    ["a picture below the quote", '<p>x</p><blockquote type="cite">Lamp?</blockquote><img src="cid:a">'],
    ["a line that says Subject:", "<p>Use this:</p><p>Subject: Lamps</p>"],
    ["nothing", ""],
  ] as const) {
    test(what, () => {
      expect(foldHtml(html)).toEqual({ visible: html, folded: "", rule: "none" });
    });
  }
});

test("HTML made to be slow is folded or left alone, and always whole", () => {
  for (const html of [
    "<div>".repeat(100_000),
    '<div class="gmail_quote">'.repeat(50_000),
    "<p>From: a</p>".repeat(30_000),
    "<blockquote type=cite>x</blockquote>".repeat(30_000),
    `<p class="${"gmail ".repeat(100_000)}">x`,
    "a".repeat(3_000_000),
  ]) {
    const { visible, folded: rest } = foldHtml(html);
    expect(visible + rest === html).toBe(true);
  }
});
