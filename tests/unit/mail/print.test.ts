import { expect, test } from "@playwright/test";
import { framePolicy } from "@/lib/mail/frame";
import { PRINT_SANDBOX, printDocument } from "@/lib/mail/print";

const HOSTILE = `</title></h1></dd></template><script>alert(1)</script><img src=x onerror=alert(1)>"'`;

test("paper says what it is told as text, and its policy comes before all of it", () => {
  const html = printDocument(HOSTILE, [{ head: [[HOSTILE, HOSTILE]], remarks: [HOSTILE], body: { text: HOSTILE } }]);
  expect(html).not.toMatch(/<script|<img|<\/template/);
  expect(html.indexOf(framePolicy())).toBeLessThan(html.indexOf("alert"));
  expect(html.indexOf(framePolicy())).toBeGreaterThan(0);
});

test("each mail on paper has styles of its own", () => {
  const mails = ["<style>dl{display:none}</style>a", "b"].map((html) => ({ head: [], remarks: [], body: { html } }));
  const html = printDocument("Two", mails);
  expect(html.match(/<template shadowrootmode="open">/g)).toHaveLength(2);
});

test("nothing runs on paper", () => {
  expect(PRINT_SANDBOX).not.toContain("allow-scripts");
});
