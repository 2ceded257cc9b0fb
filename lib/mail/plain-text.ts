import { LinkifyIt } from "linkify-it";
import { doubtLink } from "./link-doubts";
import { safeHref } from "./links";
import { foldText } from "./quotes";

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
  /** Where it leads is to be looked at first (link-doubts.ts). */
  doubtful?: true;
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

/**
 * Splits a plain body into tokens for the screen: links found, trailing quotes apart. Nothing is lost but by `cut`. `parent` is the text
 * of the mail it answers, where we have it.
 */
export function plainBody(text: string, { parent = "", limit = MAX_PLAIN_CHARS } = {}): PlainBody {
  const shown = text.slice(0, limit).toWellFormed();
  const { visible, folded } = foldText(shown, parent);
  const budget = { links: MAX_LINKS };
  return {
    tokens: tokenise(visible, budget),
    quoted: tokenise(folded, budget),
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
      tokens.push({ text: label, href, ...(doubtLink(href, label).length > 0 && { doubtful: true as const }) });
      end = lastIndex;
      budget.links--;
    }
    plain += line.slice(end);
  }
  flush();
  return tokens;
}
