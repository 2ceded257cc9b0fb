import iconv from "iconv-lite";
import { decodeHz, decodeIso2022Jp, decodeShifted, decodeUtf7, hasJis } from "./charset-7bit";

/** Labels that mean windows-1252 on the web and in mail (WHATWG Encoding, "windows-1252"). */
const LATIN1 =
  /^(?:windows-?1252|x-cp1252|cp-?1252|cp819|ibm819|(?:iso[-_]?)?8859[-_]1(?::1987)?|iso[-_]?88591|iso-ir-100|csisolatin1|l1|latin-?1|ansi_x3\.4-1968|(?:us-?)?ascii|646|default|unknown-8bit|x-unknown|unknown|none|binary)$/;
/** Labels that mean a part of GB 18030, and stand on mail with the rest of it. Node 20 decodes each as that part only. */
const GBK = /^(?:x-|cs)?(?:gb[-_]?2312(?:-80)?|gb[-_]?18030|gbk|chinese|iso-ir-58|iso58gb231280|euc-cn|(?:cp|ms|windows-)936)$/;
/** What windows-1252 has where ISO 8859-1 has the C1 controls; the five holes stay controls. */
const HIGH_CONTROLS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
/** UTF-16 of each byte. */
const WINDOWS_1252 = Array.from({ length: 256 }, (_, byte) => (isC1(byte) ? HIGH_CONTROLS.charCodeAt(byte - 0x80) : byte));
const ISO_2022_JP = /^(?:cs)?iso-?2022-?jp|^(?:cp|windows-)?5022[012]$|^junet$/;
const UTF8 = new TextDecoder("utf-8", { fatal: true });
const LOSSY_UTF8 = new TextDecoder("utf-8");
const REPLACEMENT = "\ufffd";
const REPLACEMENT_CODE = 0xfffd;

/**
 * Decodes text whose charset label may be missing, unknown or a lie. Never throws.
 *
 * A byte order mark wins, then UTF-8 that says it is something single-byte: no natural text in a single-byte charset happens
 * to be valid UTF-8 with characters of several bytes. `iso-8859-1` and `us-ascii` are read as windows-1252, as every mail
 * client does.
 */
export function decodeText(bytes: Uint8Array, label: string | null): string {
  const marked = decodeMarked(bytes);
  if (marked !== undefined) return marked;

  const charset = normaliseLabel(label);
  if (charset === "utf-7" && !hasJis(bytes)) return decodeUtf7(bytes);
  if (isAscii(bytes)) return decodeSevenBit(bytes, charset);
  return decodeUtf8(bytes, charset) ?? decodeAs(bytes, charset);
}

/** True when text in this charset can be pasted together from pieces and decoded as one. */
export function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false;
  return true;
}

/** Nothing but well-formed UTF-8, ASCII included. */
export function isUtf8(bytes: Uint8Array): boolean {
  return tryUtf8(bytes) !== undefined;
}

/** Whether a label names one of the double-byte charsets of East Asia. */
export function isDoubleByte(label: string | null): boolean {
  return isMultibyte(normaliseLabel(label));
}

function decodeMarked(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return LOSSY_UTF8.decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return undefined;
}

function normaliseLabel(label: string | null): string {
  const trimmed = (label ?? "")
    .trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, "");
  if (trimmed === "" || /^utf-?8$|^unicode-1-1-utf-8$|^x-unicode20utf8$/.test(trimmed)) return "utf-8";
  if (/^(?:x-|unicode-1-1-|unicode-2-0-)?utf-?7$|^csunicode11utf7$/.test(trimmed)) return "utf-7";
  if (GBK.test(trimmed)) return "gb18030";
  return LATIN1.test(trimmed) ? "windows-1252" : trimmed;
}

function isUtf16(charset: string) {
  return /^(?:utf-?(?:16|32)|ucs-?[24]|unicode|iso-10646)/.test(charset);
}

// Only the charsets that shift in and out of ASCII say more than ASCII in seven bits. Japanese says so itself: its mail came before MIME.
function decodeSevenBit(bytes: Uint8Array, charset: string): string {
  if (isUtf16(charset)) return bytes.some(isControl) ? decodeUtf16(bytes, charset) : latin1(bytes);
  if (ISO_2022_JP.test(charset) || hasJis(bytes)) return decodeIso2022Jp(bytes);
  if (/^(?:cs)?iso-?2022-?kr$/.test(charset)) return decodeShifted(bytes, "euc-kr");
  if (/^(?:cs)?iso-?2022-?cn(?:-ext)?$/.test(charset)) return decodeShifted(bytes, "gbk");
  if (/^hz(?:-gb-?2312)?$/.test(charset)) return decodeHz(bytes);
  return latin1(bytes);
}

function decodeUtf8(bytes: Uint8Array, charset: string): string | undefined {
  if (charset !== "utf-8" && isMultibyte(charset)) return undefined;
  // Wide text has a zero or another control character before long; what has none and is UTF-8 was never wide.
  if (isUtf16(charset)) return bytes.some(isControl) ? undefined : tryUtf8(bytes);
  try {
    return UTF8.decode(bytes);
  } catch {
    if (charset !== "utf-8") return undefined;
    const lossy = LOSSY_UTF8.decode(bytes);
    // One broken sequence in good UTF-8 is damage; mostly broken sequences are windows-1252 under a wrong label.
    return isMostlyBroken(lossy) ? windows1252(bytes) : lossy;
  }
}

function isMultibyte(charset: string) {
  return /^(?:x-|cs)?(?:gb|hz|euc|big5|cn-big5|shift|sjis|ms_?kanji|ms932|ks|korean|chinese|iso-?2022|iso-ir-(?:58|149)|windows-(?:31j|949|936|932|950)|cp(?:9\d\d|949|1361)|uhc|johab)/.test(
    charset,
  );
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  if (charset === "windows-1252") return windows1252(bytes);
  if (isUtf16(charset)) return decodeUtf16(bytes, charset);
  const text = ISO_2022_JP.test(charset) ? decodeIso2022Jp(bytes) : decodeKnown(bytes, charset);
  if (text === undefined) return tryUtf8(bytes) ?? windows1252(bytes);
  return text.includes(REPLACEMENT) ? (tryUtf8(bytes) ?? text) : text;
}

function decodeKnown(bytes: Uint8Array, charset: string): string | undefined {
  for (const label of [charset, charset.replace(/^x-(?:ms-)?/, ""), alias(charset)]) {
    try {
      return new TextDecoder(label).decode(bytes);
    } catch {
      if (iconv.encodingExists(label)) return iconv.decode(asBuffer(bytes), label);
    }
  }
  return undefined;
}

// Names in mail that neither the Encoding Standard nor iconv-lite lists.
function alias(charset: string): string {
  const page = /^(?:x-)?(?:cp|windows|ms|ibm)[-_]?(\d+)$/.exec(charset)?.[1];
  const pages: Record<string, string> = { 932: "shift_jis", 949: "euc-kr", 950: "big5", 874: "windows-874", 51932: "euc-jp" };
  return (page && (pages[page] ?? `cp${page}`)) || charset.replace(/[\s._-]+/g, "");
}

function decodeUtf16(bytes: Uint8Array, charset: string): string {
  if (/32|ucs-?4/.test(charset)) return iconv.decode(asBuffer(bytes), charset.endsWith("be") ? "utf-32be" : "utf-32");
  const bigEndian = charset.endsWith("be") || (!charset.endsWith("le") && looksBigEndian(bytes));
  return new TextDecoder(bigEndian ? "utf-16be" : "utf-16le").decode(bytes);
}

// Without a mark: Western text has its zero bytes first in big-endian order.
function looksBigEndian(bytes: Uint8Array) {
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < Math.min(bytes.length, 2_000); i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  return even > odd;
}

function tryUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Own table: `TextDecoder("windows-1252")` leaves 0x80–0x9F undecoded in Node 20 and parts of 22 and 24. */
function windows1252(bytes: Uint8Array): string {
  if (!bytes.some(isC1)) return latin1(bytes);
  const utf16 = Buffer.allocUnsafe(bytes.length * 2);
  let at = 0;
  for (const byte of bytes) at = utf16.writeUInt16LE(WINDOWS_1252[byte] ?? byte, at);
  return utf16.toString("utf16le");
}

/** A control character that no text holds: neither tab nor line break nor the end of a page. */
function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d;
}

function isC1(byte: number): boolean {
  return byte >= 0x80 && byte < 0xa0;
}

function latin1(bytes: Uint8Array): string {
  return asBuffer(bytes).toString("latin1");
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** More than half of what is not ASCII. */
function isMostlyBroken(text: string): boolean {
  let broken = 0;
  let foreign = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) foreign++;
    if (code === REPLACEMENT_CODE) broken++;
  }
  return broken * 2 > foreign;
}
