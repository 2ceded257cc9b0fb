// Seven-bit charsets. Of the first three, eight-bit charsets with the high bit cut off between signs that say so, TextDecoder reads the
// Japanese one only, and iconv-lite none; iconv-lite takes seconds for a megabyte of the last.

const ESC = 0x1b;
const [TO_ONE_BYTE, TO_TWO_BYTES] = [String.raw`\x1b\([BJI]`, String.raw`\x1b\$[@B]`];
/** Shifts right before another. */
const OVERRULED = new RegExp(`(?:${TO_ONE_BYTE}|${TO_TWO_BYTES})+(?=${TO_ONE_BYTE}|${TO_TWO_BYTES})`, "g");
/** Characters of JIS X 0208, and the shift back. */
const RUN = new RegExp(`${TO_TWO_BYTES}(?:[!-~]{2})*(?:${TO_ONE_BYTE})?`, "g");

/** HZ (RFC 1843): GB 2312 between `~{` and `~}`, `~~` for a tilde, `~` at a line end for nothing. */
export function decodeHz(bytes: Uint8Array): string {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let shifted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    const next = bytes[i + 1];
    if (byte === 0x7e && (next === 0x7b || next === 0x7d)) {
      shifted = next === 0x7b;
      i++;
    } else if (byte === 0x7e && !shifted && (next === 0x7e || next === 0x0a)) {
      if (next === 0x7e) out[length++] = 0x7e;
      i++;
    } else {
      if (byte === 0x0a) shifted = false;
      out[length++] = shifted ? byte | 0x80 : byte;
    }
  }
  return new TextDecoder("gbk").decode(out.subarray(0, length));
}

/**
 * ISO-2022-KR (RFC 1557) and ISO-2022-CN (RFC 1922): a national set between SO and SI, after an announcement like `ESC $ ) C`.
 * `encoding` is the eight-bit one of the same set.
 */
export function decodeShifted(bytes: Uint8Array, encoding: "euc-kr" | "gbk"): string {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let shifted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x0e || byte === 0x0f) shifted = byte === 0x0e;
    else if (byte === ESC && bytes[i + 1] === 0x24 && bytes[i + 2] === 0x29) i += 3;
    else {
      if (byte === 0x0a) shifted = false;
      out[length++] = shifted && byte > 0x20 ? byte | 0x80 : byte;
    }
  }
  return new TextDecoder(encoding).decode(out.subarray(0, length));
}

/**
 * ISO-2022-JP (RFC 1468). Of several escapes in a row the last counts: they stand where encoded words were put together, and the
 * Encoding Standard has a mistake shown there.
 */
export function decodeIso2022Jp(bytes: Uint8Array): string {
  const text = toByteString(bytes).replace(OVERRULED, "");
  return new TextDecoder("iso-2022-jp").decode(Buffer.from(text, "latin1"));
}

/** Whether somebody shifts to JIS X 0208 (`ESC $ B`, `ESC $ @`), which nothing but Japanese text does. */
export function hasJis(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(ESC); at !== -1; at = bytes.indexOf(ESC, at + 1))
    if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)) return true;
  return false;
}

/**
 * A header with its runs of JIS X 0208 as UTF-8; a byte string in and out. In seven bits their bytes are brackets, quotes and
 * commas to whoever reads the header.
 */
export function jisToUtf8(bytes: string): string {
  return bytes.includes("\x1b$")
    ? bytes.replace(RUN, (run) => Buffer.from(decodeIso2022Jp(Buffer.from(run, "latin1"))).toString("latin1"))
    : bytes;
}

/** UTF-7 (RFC 2152): UTF-16 as base64 between `+` and the first character that is none, `+-` for a plus sign. */
export function decodeUtf7(bytes: Uint8Array): string {
  return toByteString(bytes).replace(/\+([A-Za-z0-9+/]*)-?/g, (_, run: string) => {
    if (run === "") return "+";
    const units = Buffer.from(run, "base64");
    return units
      .subarray(0, units.length & ~1)
      .swap16()
      .toString("utf16le");
  });
}

function toByteString(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
