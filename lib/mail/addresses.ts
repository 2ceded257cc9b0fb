import { clip, straight } from "./clean";
import type { EmailAddress } from "./email";
import { decodeWords, encodedWordAt } from "./mime/encoded-words";
import { separable } from "./mime/separable";

const MAX_NAME_CHARS = 500;
/** RFC 5321 allows 254; what is longer routes nowhere. */
const MAX_ADDRESS_CHARS = 998;
const MAX_COMMENT_DEPTH = 50;

/** A quoted string, an encoded word or characters up to the next white space or special. */
interface Word {
  /** As it is shown: quotes and backslashes gone. */
  text: string;
  /** As it was written: quotes kept, so that `"a b"@example.com` stays one address. */
  source: string;
  /** No white space between this word and the one before. */
  glued: boolean;
}

/** Turned off by the first that is never closed: from there on they are characters like any other, and reading stays linear. */
interface Openers {
  quote: boolean;
  comment: boolean;
}

interface Mailbox {
  words: Word[];
  comments: string[];
  angle: string | null;
}

/**
 * Reads an address list (RFC 5322 §3.4, with the obsolete forms) from a byte string. Groups are flattened. Never makes up a
 * recipient: what an encoded word or a quoted string holds is a name, whatever it looks like.
 * `total` counts what was there, `addresses` holds at most `limit`.
 */
export function readAddresses(
  written: string,
  limit = Number.POSITIVE_INFINITY,
  likely: string | null = null,
): { addresses: EmailAddress[]; total: number } {
  const { bytes, charset } = separable(written, likely);
  const addresses: EmailAddress[] = [];
  let total = 0;
  let mailbox: Mailbox = { words: [], comments: [], angle: null };
  const open: Openers = { quote: true, comment: true };

  const close = () => {
    const address = toAddress(mailbox, charset);
    mailbox = { words: [], comments: [], angle: null };
    if (!address) return;
    total++;
    if (addresses.length < limit) addresses.push(address);
  };

  for (let i = 0, glued = false; i < bytes.length; ) {
    const char = bytes[i] ?? "";
    // A bracket that nothing opened is no part of an address.
    if (/[ \t\r\n\v\f\0>]/.test(char)) {
      glued = false;
      i++;
    } else if (char === "," || char === ";") {
      close();
      i++;
    } else if (char === "(" && open.comment) {
      const comment = readComment(bytes, i, open);
      mailbox.comments.push(comment.text);
      i = comment.end;
    } else if (char === "<") {
      // A second address without a comma before it: two mailboxes, not a name.
      if (mailbox.angle !== null) close();
      const angle = readAngle(bytes, i, open);
      mailbox.angle = angle.text;
      i = angle.end;
      glued = false;
    } else if (char === ":" && mailbox.angle === null && !mailbox.words.some(isAddressLike)) {
      // A group's name: its members follow, one by one (RFC 5322 §3.4).
      mailbox = { words: [], comments: [], angle: null };
      i++;
    } else {
      if (mailbox.angle !== null) close();
      const { word, end } = char === '"' && open.quote ? readQuoted(bytes, i, open) : readBare(bytes, i, open);
      i = end;
      if (word.source === "") continue;
      mailbox.words.push({ ...word, glued });
      glued = true;
    }
  }
  close();
  return { addresses, total };
}

function readQuoted(bytes: string, start: number, open: Openers): { word: Omit<Word, "glued">; end: number } {
  let text = "";
  let i = start + 1;
  for (; i < bytes.length && bytes[i] !== '"'; i++) {
    if (bytes[i] === "\\" && i + 1 < bytes.length) i++;
    text += bytes[i];
  }
  if (i >= bytes.length) {
    open.quote = false;
    return { word: { text: "", source: "" }, end: start + 1 };
  }
  return { word: { text, source: bytes.slice(start, i + 1) }, end: i + 1 };
}

function readBare(bytes: string, start: number, open: Openers): { word: Omit<Word, "glued">; end: number } {
  let end = start;
  // `=?…?=` may hold what would be specials outside.
  const encoded = bytes[start] === "=" ? encodedWordAt(bytes, start) : undefined;
  if (encoded) end += encoded.length;
  else {
    end++;
    while (end < bytes.length && !endsWord(bytes[end] ?? "", open)) end++;
  }
  const text = bytes.slice(start, end);
  return { word: { text, source: text }, end };
}

function endsWord(char: string, open: Openers): boolean {
  return /[ \t\r\n\v\f\0,;:<>]/.test(char) || (char === '"' && open.quote) || (char === "(" && open.comment);
}

function readComment(bytes: string, start: number, open: Openers): { text: string; end: number } {
  let depth = 0;
  let text = "";
  for (let i = start; i < bytes.length; i++) {
    const char = bytes[i];
    if (char === "\\" && i + 1 < bytes.length) text += bytes[++i];
    else if (char === "(" && depth < MAX_COMMENT_DEPTH) {
      if (depth++ > 0) text += char;
    } else if (char === ")") {
      if (--depth === 0) return { text, end: i + 1 };
      text += char;
    } else text += char;
  }
  open.comment = false;
  return { text: "", end: start + 1 };
}

// What stands between the angle brackets, without comments, the obsolete route `@a,@b:` and white space outside quotes.
function readAngle(bytes: string, start: number, open: Openers): { text: string; end: number } {
  let text = "";
  let i = start + 1;
  for (; i < bytes.length && bytes[i] !== ">"; i++) {
    const char = bytes[i] ?? "";
    if (char === '"' && open.quote) {
      const { word, end } = readQuoted(bytes, i, open);
      text += word.source;
      i = end - 1;
    } else if (char === "(" && open.comment) {
      i = readComment(bytes, i, open).end - 1;
    } else if (char === "<") text = "";
    // A comma ends an address whose bracket was never closed; before its `@` it belongs to a route.
    else if ((char === "," || char === ";") && text.lastIndexOf("@") > 0 && !text.startsWith("@"))
      return { text: withoutRoute(text), end: i };
    else if (!/[ \t\r\n\v\f]/.test(char)) text += char;
  }
  return { text: withoutRoute(text), end: i + 1 };
}

function withoutRoute(angle: string): string {
  return angle.replace(/^(?:@[^:]*:|mailto:)/i, "");
}

function toAddress({ words, comments, angle }: Mailbox, charset: string | null): EmailAddress | undefined {
  const nameOf = (runs: Run[]) => cleanName(decodeWords(runs.map(({ text }) => text).join(" ") || comments.join(" "), charset));
  if (angle !== null) {
    const name = nameOf(toRuns(words, false));
    return name === "" && angle === "" ? undefined : { name, address: cleanAddress(angle, charset) };
  }
  // A comment alone, as after a group, is nobody.
  if (words.length === 0) return undefined;
  const runs = toRuns(words, true);
  const at = runs.findLastIndex(isAddressLike);
  const run = runs[at];
  const name = nameOf(run ? runs.filter((_, index) => index !== at) : toRuns(words, false));
  if (run) return { name, address: cleanAddress(run.source, charset) };
  return name === "" ? undefined : { name, address: "" };
}

/** Words written without white space between them. */
interface Run {
  text: string;
  source: string;
}

/** With `obsolete`, white space around dots and the at sign is no gap: `"a b" @ example . com` is one address (RFC 5322 §4.4). */
function toRuns(words: Word[], obsolete: boolean): Run[] {
  const runs: Word[][] = [];
  for (const [index, word] of words.entries()) {
    const before = words[index - 1]?.source ?? "";
    const joins = word.glued || (obsolete && [".", "@"].some((char) => before.endsWith(char) || word.source.startsWith(char)));
    if (joins && runs.length > 0) runs.at(-1)?.push(word);
    else runs.push([word]);
  }
  return runs.map((run) => ({ text: run.map(({ text }) => text).join(""), source: run.map(({ source }) => source).join("") }));
}

// The at sign must stand outside quotes, with something on both sides, and an encoded word is never an address.
function isAddressLike({ source }: Pick<Run, "source">): boolean {
  const at = source.lastIndexOf("@");
  return at > 0 && at < source.length - 1 && !source.endsWith('"') && !source.startsWith("=?");
}

function cleanName(name: string): string {
  const line = straight(name)
    .replace(/[\p{Cc}\p{White_Space}]+/gu, " ")
    .trim();
  const bare = /^'([^']*)'$/.exec(line)?.[1] ?? line;
  return bare.length > MAX_NAME_CHARS ? `${clip(bare, MAX_NAME_CHARS)}…` : bare;
}

/** Host in lower case, needless quotes around the local part gone. */
function cleanAddress(bytes: string, charset: string | null): string {
  const source = decodeRawAddress(bytes, charset)
    .replace(/\p{Cc}+/gu, "")
    .replace(/^'(.*)'$/, "$1")
    .slice(0, MAX_ADDRESS_CHARS);
  const at = source.lastIndexOf("@");
  if (at < 0) return source;
  const local = source.slice(0, at).replace(/^"([\w!#$%&'*+/=?^`{|}~.-]+)"$/, "$1");
  return `${local}@${source
    .slice(at + 1)
    .toLowerCase()
    .replace(/\.$/, "")}`;
}

// Raw UTF-8 in an address is legal (RFC 6532); an encoded word in one is not, and stays as written.
function decodeRawAddress(bytes: string, charset: string | null): string {
  return bytes.includes("=?") ? bytes : decodeWords(bytes, charset);
}
