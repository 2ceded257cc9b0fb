import { readFileSync } from "node:fs";
import { mail } from "@/tests/browser/support/mail";

const SENTENCE = "The lamp that came on Tuesday flickers whenever the heating turns on, and so does the one in the hall. ";
const PARAGRAPH = `<p>${SENTENCE}</p>`;

/** Mails of one conversation as such conversations are: newsletters, short answers with what they answer below, plain text. The first and the last are HTML. */
export function longConversation(subject: string, count: number): string[] {
  const newsletter = readFileSync("tests/fixtures/newsletter.eml", "utf8").split("\r\n\r\n").at(-1) ?? "";
  const answered = `<blockquote type="cite" class="gmail_quote">${PARAGRAPH.repeat(12)}</blockquote>`;
  const bodies = [
    (at: number) => ({ html: `<p>Number ${at}.</p>${newsletter.repeat(Math.ceil(20_000 / newsletter.length))}` }),
    (at: number) => ({ text: `Number ${at}. ${SENTENCE.repeat(4)}\n\nAna\n` }),
    (at: number) => ({
      html: `<div>Number ${at}. ${SENTENCE}</div><div class="gmail_quote"><div class="gmail_attr">On Tue, Ana wrote:<br></div>${answered}</div>`,
    }),
    (at: number) => ({
      text: `Number ${at}. Thank you.\n\nOn Tue, 3 Nov 2026 at 10:00, Ana <ana@bench.test> wrote:\n${`> ${SENTENCE}\n`.repeat(12)}`,
    }),
    (at: number) => ({ html: `<p>Number ${at}.</p>${PARAGRAPH.repeat(30)}` }),
  ];
  return Array.from({ length: count }, (_, at) => {
    const body = bodies[at % bodies.length]?.(at) ?? {};
    return mail({ subject, id: `lamp-${at}@bench.test`, ...(at > 0 && { inReplyTo: `lamp-${at - 1}@bench.test` }), ...body });
  });
}

export interface LargeMail {
  name: string;
  html(): string;
}

/** HTML that is as large as it may be and still shown as HTML, and one step beyond what is usual. */
export function largeMails(): LargeMail[] {
  return [
    { name: "a newsletter of 130 KB", html: () => PARAGRAPH.repeat(1_180) },
    { name: "5,000 tags", html: () => "<p>x <b>y</b></p>".repeat(2_500) },
    { name: "50,000 tags", html: () => "<p>x <b>y</b></p>".repeat(25_000) },
    { name: "2 MB of text in 2,000 paragraphs", html: () => `<p>${"lamp ".repeat(199)}</p>`.repeat(2_000) },
    { name: "a table of 20,000 cells", html: () => `<table>${`<tr>${"<td>x</td>".repeat(10)}</tr>`.repeat(2_000)}</table>` },
  ];
}
