const BASE64 = lookup("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const SKIP = 0xff;
const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** Undoes a Content-Transfer-Encoding (RFC 2045 §6). Never throws: garbage is skipped, what is unknown stays as it is. */
export function decodeTransfer(bytes: Uint8Array, encoding: string): Uint8Array {
  if (encoding === "base64") return decodeBase64(bytes);
  if (encoding === "quoted-printable") return decodeQuotedPrintable(bytes);
  if (/^(?:x-)?uu(?:e|encode)?$/.test(encoding)) return decodeUu(bytes);
  return bytes;
}

/** Skips what is not base64. Padding ends a group, not the data: some mailers join encoded pieces. */
export function decodeBase64(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length * 3) / 4));
  let length = 0;
  let group = 0;
  let digits = 0;
  for (const byte of bytes) {
    const value = BASE64[byte] ?? SKIP;
    if (value === SKIP) {
      if (byte === EQUALS) digits = 0;
      continue;
    }
    group = ((group << 6) | value) & 0xffffff;
    digits++;
    // One byte is whole after two, three and four digits of a group.
    if (digits === 2) out[length++] = group >> 4;
    else if (digits === 3) out[length++] = (group >> 2) & 0xff;
    else if (digits === 4) {
      out[length++] = group & 0xff;
      digits = 0;
    }
  }
  return out.subarray(0, length);
}

/** RFC 2045 §6.7: soft line breaks, and white space at line ends is no content. */
export function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  /** Where the white space that ends the line so far begins in `out`. */
  let trailing = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === EQUALS) {
      const skipped = softBreak(bytes, i + 1);
      if (skipped > 0) {
        i += skipped;
        trailing = length;
        continue;
      }
      const value = hexByte(bytes, i + 1);
      if (value >= 0) {
        out[length++] = value;
        trailing = length;
        i += 2;
        continue;
      }
    }
    if (byte === LF || byte === CR) length = trailing;
    out[length++] = byte;
    if (byte !== SPACE && byte !== TAB) trailing = length;
  }
  return out.subarray(0, length);
}

/** The Q encoding of RFC 2047 §4.2. */
export function decodeQ(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    const value = byte === EQUALS ? hexByte(bytes, i + 1) : -1;
    if (value >= 0) i += 2;
    out[length++] = value >= 0 ? value : byte === 0x5f ? SPACE : byte;
  }
  return out.subarray(0, length);
}

/** Lines between `begin` and `end`; without them, all lines. */
export function decodeUu(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const line of Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1").split(/\r?\n/)) {
    if (line.startsWith("begin ") || line === "" || line === "end") continue;
    const size = (line.charCodeAt(0) - 32) & 63;
    if (size === 0) continue;
    const piece = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      const at = 1 + Math.floor(i / 3) * 4 + (i % 3);
      const high = ((line.charCodeAt(at) || 32) - 32) & 63;
      const low = ((line.charCodeAt(at + 1) || 32) - 32) & 63;
      piece[i] = ((high << (2 * ((i % 3) + 1))) | (low >> (4 - 2 * (i % 3)))) & 0xff;
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Length of the white space and line end that make a `=` a soft line break; 0: none. */
function softBreak(bytes: Uint8Array, start: number): number {
  let i = start;
  while (bytes[i] === SPACE || bytes[i] === TAB) i++;
  if (i >= bytes.length) return i - start + 1;
  if (bytes[i] === CR && bytes[i + 1] === LF) return i - start + 2;
  return bytes[i] === LF || bytes[i] === CR ? i - start + 1 : 0;
}

function hexByte(bytes: Uint8Array, at: number): number {
  const high = hexDigit(bytes[at]);
  const low = hexDigit(bytes[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x41 + 10 : -1;
}

function lookup(alphabet: string): Uint8Array {
  const table = new Uint8Array(256).fill(0xff);
  for (let i = 0; i < alphabet.length; i++) table[alphabet.charCodeAt(i)] = i;
  return table;
}
