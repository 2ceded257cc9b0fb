import { Parser } from "htmlparser2";

/** Text made for search and snippets never grows past this, in characters. */
const MAX_TEXT_CHARS = 1024 * 1024;
const MAX_HTML_CHARS = 8 * 1024 * 1024;
/** The parser's own stack costs its depth for every element: where this deep, the text so far has to do. */
const MAX_DEPTH = 1_000;
const HIDDEN = new Set([
  "head",
  "style",
  "script",
  "title",
  "template",
  "noscript",
  "svg",
  "math",
  "object",
  "iframe",
  "select",
  "textarea",
]);
const BLOCKS = new Set(
  "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul".split(
    " ",
  ),
);

export interface HtmlTextOptions {
  /** Stops once this many characters are there. */
  limit?: number;
  /** Leaves out what mail clients mark as quoted. */
  skipQuotes?: boolean;
}

/** What a person would read of an HTML body: visible words, one line for each block. Linear, never throws. */
export function htmlToText(html: string, { limit = MAX_TEXT_CHARS, skipQuotes = false }: HtmlTextOptions = {}): string {
  const writer = new TextWriter(limit);
  let hidden: string | undefined;
  let hiddenDepth = 0;
  let preformatted = 0;
  let depth = 0;

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth++;
        if (writer.full) return;
        if (hidden) {
          if (name === hidden) hiddenDepth++;
          return;
        }
        if (isHidden(name, attributes) || (skipQuotes && isQuote(name, attributes))) {
          if (VOID.has(name)) return;
          hidden = name;
          hiddenDepth = 1;
          return;
        }
        if (name === "br") writer.newLine();
        else if (BLOCKS.has(name)) writer.block();
        else if (name === "td" || name === "th") writer.write(" ");
        if (name === "pre") preformatted++;
        if (name === "img" && attributes.alt) writer.write(attributes.alt);
      },
      onclosetag(name) {
        depth--;
        if (hidden) {
          if (name === hidden && --hiddenDepth === 0) hidden = undefined;
          return;
        }
        if (name === "pre" && preformatted > 0) preformatted--;
        if (BLOCKS.has(name)) writer.block();
      },
      ontext(text) {
        if (hidden || writer.full) return;
        if (preformatted > 0) writer.writeLines(text);
        else writer.write(text);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );

  // In pieces, so that a reader who wants 140 characters does not wait for two megabytes.
  const end = Math.min(html.length, MAX_HTML_CHARS);
  for (let at = 0; at < end && !writer.full && depth <= MAX_DEPTH; at += PIECE) parser.write(html.slice(at, Math.min(at + PIECE, end)));
  if (!writer.full && depth <= MAX_DEPTH) parser.end();
  return writer.text();
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** What newsletters put after their preview text to fill the list: soft hyphens, joiners, zero-width spaces. */
const FILLER = /(?:\u00ad|\u034f|\u200b|\u200c|\u2060|\ufeff)+/gu;
const PIECE = 16 * 1024;
const VOID = new Set(["img", "br", "hr", "input", "meta", "link", "col", "area", "base", "wbr", "embed"]);
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

// Preview texts of newsletters are hidden on purpose and meant to be read in a list; they are not what the mail shows.
function isHidden(name: string, attributes: Record<string, string>): boolean {
  if (HIDDEN.has(name)) return true;
  const style = attributes.style;
  return style !== undefined && style.length < 2_000 && /display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden/i.test(style);
}

function isQuote(name: string, attributes: Record<string, string>): boolean {
  if (name === "blockquote") return true;
  return /(?:^|\s)(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote|zmail_extra)(?:\s|$)/.test(
    (attributes.class ?? "").slice(0, 500),
  );
}

/** Collects text with white space collapsed as a browser would. */
class TextWriter {
  readonly #limit: number;
  readonly #pieces: string[] = [];
  #length = 0;
  #pending = "";

  constructor(limit: number) {
    this.#limit = limit;
  }

  get full() {
    return this.#length >= this.#limit;
  }

  write(text: string) {
    const collapsed = text.replace(FILLER, "").replace(/\s+/gu, " ");
    if (collapsed === "") return;
    if (collapsed.startsWith(" ")) this.#pending ||= " ";
    const words = collapsed.trim();
    if (words === "") return;
    this.#push(words);
    if (collapsed.endsWith(" ")) this.#pending = " ";
  }

  writeLines(text: string) {
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (index > 0) this.newLine();
      this.#push(line);
    }
  }

  newLine() {
    this.#pending = this.#pending.includes("\n") ? "\n\n" : "\n";
  }

  block() {
    if (!this.#pending.includes("\n")) this.#pending = "\n";
  }

  text() {
    return this.#pieces.join("").slice(0, this.#limit).trim();
  }

  #push(words: string) {
    if (words === "") return;
    const gap = this.#pieces.length === 0 ? "" : this.#pending;
    this.#pieces.push(gap, words);
    this.#length += gap.length + words.length;
    this.#pending = "";
  }
}
