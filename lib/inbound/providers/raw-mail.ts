import { Fields, isObject } from "./fields";
import { fromBase64 } from "./files";

/** Where providers put the mail as it was sent. `email` and `message` only count when they hold a string. */
const NAMES = [
  "raw",
  "rawmime",
  "rawemail",
  "rawmessage",
  "rawmsg",
  "rawcontent",
  "mime",
  "mimemessage",
  "bodymime",
  "emailrfc822",
  "rfc822",
  "eml",
  "source",
  "email",
  "message",
];
const HEADER_LINE = /^(?:>?From [^\r\n]{0,500}\r?\n)?[!-9;-~]{1,100}:[^\r\n]{0,20000}\r?\n/;

const HEAD_CHARS = 32 * 1024;

/** The mail's own bytes. `exact` when they came as base64: a JSON string cannot carry what is not UTF-8. */
export interface RawMail {
  bytes: Uint8Array;
  exact: boolean;
}

export function readRawMail(fields: Fields): RawMail | undefined {
  for (const name of NAMES) {
    const value = fields.get(name);
    const found = typeof value === "string" ? fromString(value) : isObject(value) ? fromObject(new Fields(value)) : undefined;
    if (found) return found;
  }
  return undefined;
}

function fromObject(fields: Fields): RawMail | undefined {
  const text = fields.text("content", "data", "base64", "body", "value");
  return text === undefined ? undefined : fromString(text);
}

function fromString(text: string): RawMail | undefined {
  if (HEADER_LINE.test(text)) return { bytes: Buffer.from(text, "utf8"), exact: false };
  // The beginning says whether it is a mail before all of it is decoded.
  const head = fromBase64(
    text
      .slice(0, HEAD_CHARS)
      .replace(/\s+/g, "")
      .replace(/^((?:.{4})*).*$/s, "$1"),
  );
  if (!head || !HEADER_LINE.test(Buffer.from(head).toString("latin1"))) return undefined;
  const bytes = fromBase64(text);
  if (!bytes) return undefined;
  return { bytes, exact: true };
}
