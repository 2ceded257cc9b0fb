import { decodeText } from "../charset";
import { separable } from "./separable";
import { decodeBase64, decodeQ } from "./transfer";

/**
 * RFC 2047. Raw spaces, 8-bit bytes and question marks inside are wrong and common, so all are let in: a word ends where `?=` stands,
 * and never reaches over the beginning of another.
 */
const ENCODED_WORD = /=\?([^?\s]{1,80})\?([QqBb])\?((?:[^?=]|=(?!\?(?!=))|\?(?!=))*)\?=/g;
/** In these an at sign may be written without one, which would change an address after it was read. A header is ASCII, whatever its body is. */
const NO_ASCII = /utf-?(?:7|16|32)|ucs-?[24]/i;
const WORD_HERE = new RegExp(ENCODED_WORD.source, "y");

interface Word {
  charset: string;
  encoding: string;
  text: string;
}

/**
 * Decodes a header value given as a byte string (one character per byte). Words next to each other in one charset are put
 * together as bytes before they are decoded: senders cut characters in two. `charset` is what raw 8-bit bytes are likely in.
 */
export function decodeWords(bytes: string, charset: string | null = null): string {
  if (!bytes.includes("=?")) return decodeRaw(bytes, charset);

  let decoded = "";
  let pending: Word[] = [];
  let end = 0;
  for (const match of bytes.matchAll(ENCODED_WORD)) {
    const [whole, label = "", encoding = "", text = ""] = match;
    const between = bytes.slice(end, match.index);
    // White space between two encoded words is not shown.
    if (pending.length === 0 || /[^ \t\r\n]/.test(between)) {
      decoded += flush(pending) + decodeRaw(between, charset);
      pending = [];
    }
    const word = { charset: withoutLanguage(label), encoding: encoding.toUpperCase(), text };
    if (pending.length > 0 && pending[0]?.charset !== word.charset) {
      decoded += flush(pending);
      pending = [];
    }
    pending.push(word);
    end = match.index + whole.length;
  }
  return decoded + flush(pending) + decodeRaw(bytes.slice(end), charset);
}

/** The encoded word that begins at this place, as it is written. */
export function encodedWordAt(bytes: string, at: number): string | undefined {
  WORD_HERE.lastIndex = at;
  return WORD_HERE.exec(bytes)?.[0];
}

/** The bytes of a string that came as Unicode, one character per byte, as the readers of headers want them. */
export function toByteString(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function flush(words: Word[]): string {
  const [first] = words;
  if (!first) return "";
  return decodeText(Buffer.concat(groups(words).map(decodeGroup)), first.charset);
}

// A base64 group may be cut in the middle too, unless it says by padding that it ends.
function groups(words: Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last?.encoding === "B" && word.encoding === "B" && !last.text.endsWith("=")) last.text += word.text;
    else joined.push({ ...word });
  }
  return joined;
}

function decodeGroup({ encoding, text }: Word): Uint8Array {
  const bytes = Buffer.from(text, "latin1");
  return encoding === "B" ? decodeBase64(bytes) : decodeQ(bytes);
}

function decodeRaw(written: string, likely: string | null): string {
  if (written === "") return "";
  const { bytes, charset } = separable(written, likely && NO_ASCII.test(likely) ? null : likely);
  return decodeText(Buffer.from(bytes, "latin1"), charset);
}

// RFC 2231 §5: `iso-8859-1*de`.
function withoutLanguage(label: string) {
  return (label.split("*")[0] ?? label).toLowerCase();
}
