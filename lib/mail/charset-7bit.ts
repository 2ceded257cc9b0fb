// Seven-bit charsets. Neither TextDecoder nor iconv-lite reads the first two, which are an eight-bit charset with the high bit cut off,
// between signs that say so; iconv-lite takes seconds for a megabyte of the third.

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

/** ISO-2022-KR (RFC 1557): KS X 1001 between SO and SI, after the header `ESC $ ) C`. */
export function decodeIso2022Kr(bytes: Uint8Array): string {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  let shifted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x0e || byte === 0x0f) shifted = byte === 0x0e;
    else if (byte === 0x1b && bytes[i + 1] === 0x24 && bytes[i + 2] === 0x29) i += 3;
    else {
      if (byte === 0x0a) shifted = false;
      out[length++] = shifted && byte > 0x20 ? byte | 0x80 : byte;
    }
  }
  return new TextDecoder("euc-kr").decode(out.subarray(0, length));
}

/** UTF-7 (RFC 2152): UTF-16 as base64 between `+` and the first character that is none, `+-` for a plus sign. */
export function decodeUtf7(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_, run: string) => {
    if (run === "") return "+";
    const units = Buffer.from(run, "base64");
    return units
      .subarray(0, units.length & ~1)
      .swap16()
      .toString("utf16le");
  });
}
