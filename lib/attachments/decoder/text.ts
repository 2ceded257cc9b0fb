import { decodeText } from "@/lib/mail/charset";
import { htmlToText } from "@/lib/mail/html-text";
import { cutText } from "../cut-text";
import { type Decoded, MAX_TEXT_BYTES } from "./protocol";

/** A charset may take more bytes for a text than UTF-8 does. */
const MAX_PLAIN_BYTES = 2 * MAX_TEXT_BYTES;

/** Of HTML far more is read than is kept: most of it is no text. */
const MAX_HTML_BYTES = 8 * MAX_TEXT_BYTES;

/** What stands in a text, whatever its charset; `charset` is what its sender calls it. */
export function decodePlainText(bytes: Uint8Array, charset: string | null = null): Decoded {
  const head = cutText(bytes, MAX_PLAIN_BYTES);
  return keepText(decodeText(head, charset), head.length < bytes.length);
}

/** What stands in a page to be read. */
export function decodeHtml(bytes: Uint8Array, charset: string | null = null): Decoded {
  const head = cutText(bytes, MAX_HTML_BYTES);
  return keepText(htmlToText(decodeText(head, charset), { limit: MAX_TEXT_BYTES }), head.length < bytes.length);
}

/** As much of it as is kept, in UTF-8 that Postgres takes. */
export function keepText(text: string, truncated: boolean): Decoded {
  const clean = text.toWellFormed().replaceAll("\0", "");
  const bytes = new TextEncoder().encode(clean);
  const kept = cutText(bytes, MAX_TEXT_BYTES);
  return { facts: { truncated: truncated || kept.length < bytes.length }, parts: [kept] };
}
