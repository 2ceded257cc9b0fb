import { CONTENT_STYLE, framePolicy } from "./frame";
import { escapeHtml } from "./html-text";

/** Sandbox of the frame that prints: nothing runs in it either, but it may open the browser's print dialog. */
export const PRINT_SANDBOX = "allow-same-origin allow-modals";

/** One message on paper. */
export interface PrintedMessage {
  /** Who wrote to whom and when, in rows. */
  head: [name: string, value: string][];
  /** What a reader should know who sees only the paper. */
  remarks: string[];
  /** HTML as it comes out of both cleanings, or text. */
  body: { html: string } | { text: string };
}

/**
 * The document for a frame's `srcdoc` that prints messages: light, without anything one could press. Each mail stands in a shadow tree of
 * its own, so that its styles reach neither the other mails nor what we say about them, and flows over pages, which a frame inside would not.
 */
export function printDocument(title: string, messages: PrintedMessage[], imageSources: string[] = []): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${framePolicy(imageSources)}"><meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}</title><style>${PAPER_STYLE}</style></head><body><h1 dir="auto">${escapeHtml(title)}</h1>${messages.map(article).join("")}</body></html>`;
}

function article({ head, remarks, body }: PrintedMessage): string {
  const rows = head.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd dir="auto">${escapeHtml(value)}</dd>`).join("");
  const notes = remarks.map((remark) => `<p class="remark" dir="auto">${escapeHtml(remark)}</p>`).join("");
  return `<article><header><dl>${rows}</dl>${notes}</header><div class="mail">${content(body)}</div></article>`;
}

function content(body: PrintedMessage["body"]): string {
  if ("text" in body) return `<div class="text" dir="auto">${escapeHtml(body.text)}</div>`;
  return `<div><template shadowrootmode="open"><style>${MAIL_STYLE}</style><div id="mail" dir="auto">${body.html}</div></template></div>`;
}

// Clipped upwards and downwards: a mail that moves itself with margins does not come to lie on somebody else's head.
const PAPER_STYLE = `@page{margin:16mm}
:root{color-scheme:light only}
html,body{margin:0;padding:0;background:#fff;color:#1b1b1f}
body{font:10.5pt/15pt system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1{margin:0 0 12pt;font-size:15pt;line-height:20pt}
article{border-top:1px solid #c9c9d1;padding-top:8pt;margin-bottom:20pt}
header{break-inside:avoid;break-after:avoid;margin-bottom:10pt;font-size:9pt;line-height:13pt}
dl{display:grid;grid-template-columns:max-content 1fr;gap:1pt 10pt;margin:0}
dt{color:#5c5c66}
dd{margin:0;text-align:left}
.remark{margin:4pt 0 0;padding-left:6pt;border-left:2px solid #1b1b1f}
.mail{overflow-y:clip}
.text{white-space:pre-wrap}`;

// Backgrounds too: many mails write white on them.
const MAIL_STYLE = `#mail{display:flow-root;print-color-adjust:exact;-webkit-print-color-adjust:exact}
${CONTENT_STYLE}
img{break-inside:avoid}
a{color:#1f5fd6}
[data-host]{color:#5c5c66;font-size:85%}`;
