import { decodeText, isDoubleByte, isUtf8 } from "../charset";

const HIGH = /[\x80-\xff]/;
const THREE_BYTES = /[\xe0-\xff]/;

/**
 * A header that can be cut at its signs, a byte string in and out, and what raw 8-bit bytes in it are in then. In the double-byte
 * charsets of China, Japan and Taiwan the second byte of a character may be a backslash or an at sign: those become UTF-8 first.
 */
export function separable(bytes: string, charset: string | null): { bytes: string; charset: string | null } {
  if (!isDoubleByte(charset) || !HIGH.test(bytes)) return { bytes, charset };
  const raw = Buffer.from(bytes, "latin1");
  // RFC 6532: a raw header is UTF-8. Two bytes may be that by chance, three hardly are.
  if (THREE_BYTES.test(bytes) && isUtf8(raw)) return { bytes, charset: null };
  return { bytes: Buffer.from(decodeText(raw, charset), "utf8").toString("latin1"), charset: null };
}
