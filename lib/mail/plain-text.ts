import { LinkifyIt } from "linkify-it";
import { safeHref } from "./links";

/** What is shown of a plain body at first; the rest is a button away. */
export const MAX_PLAIN_CHARS = 256 * 1024;
/** Links found in one body; text after them stays text. */
const MAX_LINKS = 2_000;
/** A line longer than this is no prose, and not looked through for links. */
const MAX_LINE_CHARS = 16 * 1024;

/** A run of text. React escapes it; `href` makes it a link. */
export interface TextToken {
  text: string;
  href?: string;
}

export interface PlainBody {
  tokens: TextToken[];
  /** The quoted mails at the end, to be shown folded. Empty when there are none, or nothing else. */
  quoted: TextToken[];
  /** More text than `MAX_PLAIN_CHARS`. */
  cut: boolean;
}

// Only what has a scheme or an at sign: `notes.md` and `build.sh` are files, and hosts that someone owns.
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyIP: false });

/** Splits a plain body into tokens for the screen: links found, trailing quotes apart. Nothing is lost but by `cut`. */
export function plainBody(text: string, limit = MAX_PLAIN_CHARS): PlainBody {
  const shown = text.slice(0, limit).toWellFormed();
  const fold = trailingQuoteStart(shown);
  const budget = { links: MAX_LINKS };
  return {
    tokens: tokenise(shown.slice(0, fold), budget),
    quoted: tokenise(shown.slice(fold), budget),
    cut: text.length > limit,
  };
}

/** Finds web and mail addresses in text. Linear: long lines and many links stay plain. */
export function tokenise(text: string, budget = { links: MAX_LINKS }): TextToken[] {
  const tokens: TextToken[] = [];
  let plain = "";
  const flush = () => {
    if (plain !== "") tokens.push({ text: plain });
    plain = "";
  };

  for (const line of text.split(/(?<=\n)/)) {
    const matches = line.length <= MAX_LINE_CHARS && budget.links > 0 && /[:@]/.test(line) ? (linkify.match(line) ?? []) : [];
    let end = 0;
    for (const { index, lastIndex, url, text: label } of matches.slice(0, budget.links)) {
      const href = safeHref(url);
      if (href === undefined) continue;
      plain += line.slice(end, index);
      flush();
      tokens.push({ text: label, href });
      end = lastIndex;
      budget.links--;
    }
    plain += line.slice(end);
  }
  flush();
  return tokens;
}

/**
 * Where the quotes at the end of a body begin, its attribution line ("On … wrote:") included; the length of the text when there is
 * nothing to fold. Answers written between quotes stay open, and so does a mail that is nothing but a quote.
 */
export function trailingQuoteStart(text: string): number {
  const lines = text.split(/(?<=\n)/);
  let first = lines.length;
  while (first > 0 && isQuoteOrBlank(lines[first - 1] ?? "")) first--;
  while (first < lines.length && (lines[first] ?? "").trim() === "") first++;
  if (first >= lines.length) return text.length;

  let start = first;
  // The attribution may be broken over two lines, with a blank one after it.
  for (let back = 1; back <= 3 && first - back >= 0; back++) {
    const above = lines
      .slice(first - back, first)
      .join(" ")
      .trim();
    if (/[:：]$/.test(above) && above.length <= 300 && /[\d@<]/.test(above)) {
      start = first - back;
      if ((lines[start] ?? "").trim() !== "") break;
    }
  }
  const before = lines.slice(0, start).join("");
  return before.trim() === "" ? text.length : before.length;
}

function isQuoteOrBlank(line: string): boolean {
  return line.startsWith(">") || line.trim() === "";
}
