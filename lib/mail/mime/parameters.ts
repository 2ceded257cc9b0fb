import { decodeText } from "../charset";
import { decodeWords } from "./encoded-words";
import { trimBlanks } from "./header-block";
import { separable } from "./separable";

const MAX_PARAMETERS = 200;
const MAX_NAME_CHARS = 40;
/** A parameter whose semicolon is missing, as some senders have it. An encoded word is none. */
const FORGOTTEN = /^[a-z][a-z-]{0,30}(?:\*\d{0,3}\*?)?=(?!\?)/i;
/** An unquoted file name is being read, in which brackets are no comment. */
const FILE_NAME = /(?:^|[;\s])(?:file)?name\*?\s{0,9}=[^;]{0,199}$/i;

/** `value` and names are lower case; parameters are decoded (RFC 2231, and RFC 2047 where senders use it against the rule). */
export interface StructuredValue {
  value: string;
  parameters: Map<string, string>;
}

/**
 * Reads `value; name=value; …` as Content-Type and Content-Disposition have it. Takes a byte string; `likely` is what raw 8-bit bytes
 * in it are likely in. Lenient: unclosed
 * quotes, spaces in unquoted file names and stray semicolons lose nothing. The first of a repeated parameter counts.
 */
export function readStructured(written: string, likely: string | null = null): StructuredValue {
  const { bytes, charset } = separable(written, likely);
  const pieces = splitOutsideQuotes(withoutComments(bytes));
  // `Content-Disposition: filename=a.txt`: the value is missing, not the name.
  const [first = "", ...rest] = FORGOTTEN.test(trimBlanks(pieces[0] ?? "")) ? ["", ...pieces] : pieces;
  const raw = new Map<string, string>();
  for (const piece of rest.slice(0, MAX_PARAMETERS)) {
    const equals = piece.indexOf("=");
    if (equals < 1) continue;
    const name = trimBlanks(piece.slice(0, equals)).toLowerCase();
    if (name !== "" && !raw.has(name)) raw.set(name, unquote(trimBlanks(piece.slice(equals + 1))));
  }
  return {
    value: unquote(trimBlanks(first))
      .toLowerCase()
      .replace(/[ \t]*\/[ \t]*/, "/"),
    parameters: decodeParameters(raw, charset),
  };
}

function decodeParameters(raw: Map<string, string>, charset: string | null): Map<string, string> {
  const decoded = new Map<string, string>();
  const sections = new Map<string, { at: number; extended: boolean; value: string }[]>();

  for (const [name, value] of raw) {
    const match = /^([^*]+)\*(?:(\d{1,4})(\*)?)?$/.exec(name);
    if (!match) {
      decoded.set(name, decodeWords(value, charset));
      continue;
    }
    const [, base = "", at, star] = match;
    const list = sections.get(base) ?? [];
    list.push({ at: Number(at ?? 0), extended: at === undefined || star !== undefined, value });
    sections.set(base, list);
  }
  // RFC 2231 beats the plain form when a sender gives both.
  for (const [name, list] of sections) decoded.set(name, joinSections(list));
  return decoded;
}

/** RFC 2231 §3 and §4: sections in order of their number, the first says the charset. */
function joinSections(sections: { at: number; extended: boolean; value: string }[]): string {
  const ordered = sections.toSorted((a, b) => a.at - b.at);
  let charset: string | null = null;
  const pieces = ordered.map(({ extended, value }, index) => {
    if (!extended) return value;
    const match = index === 0 ? /^([^']*)'[^']*'(.*)$/s.exec(value) : null;
    if (match) charset = match[1] || null;
    return percentDecode(match?.[2] ?? value);
  });
  const joined = pieces.join("");
  return joined.includes("=?") ? decodeWords(joined, charset) : decodeText(Buffer.from(joined, "latin1"), charset);
}

function percentDecode(value: string): string {
  return value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function splitOutsideQuotes(value: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i];
    if (quoted && char === "\\") i++;
    // Only a quote that opens a value is one: `name=5" screen.png` is not.
    else if (char === '"') quoted = !quoted && /[=; \t\r\n]/.test(value[i - 1] ?? "=") ? closes(value, i) : false;
    else if (!quoted && (char === ";" || (isBlank(char) && FORGOTTEN.test(value.slice(i + 1, i + MAX_NAME_CHARS))))) {
      pieces.push(value.slice(start, i));
      start = i + 1;
    }
  }
  pieces.push(value.slice(start));
  return pieces;
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t";
}

// Without a closing quote the opening one is a character like any other.
function closes(value: string, quote: number): boolean {
  return value.indexOf('"', quote + 1) !== -1;
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  let text = "";
  for (let i = 1; i < value.length; i++) {
    const char = value[i];
    if (char === '"') return text;
    // A backslash before a letter is a Windows path of a sender that does not escape.
    if (char === "\\" && /["\\]/.test(value[i + 1] ?? "")) i++;
    text += value[i];
  }
  return text;
}

// RFC 822 comments, outside quotes and file names only: `report (final).pdf` unquoted is no comment.
function withoutComments(value: string): string {
  if (!value.includes("(")) return value;
  let out = "";
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i] ?? "";
    if (char === "\\" && (quoted || depth > 0)) {
      if (depth === 0) out += char + (value[i + 1] ?? "");
      i++;
      continue;
    }
    if (char === '"' && depth === 0) quoted = !quoted;
    const opens = char === "(" && !quoted && (depth > 0 || !FILE_NAME.test(out.slice(-200)));
    if (opens) depth++;
    else if (char === ")" && depth > 0) depth--;
    else if (depth === 0) out += char;
  }
  return depth > 0 ? value : out;
}
