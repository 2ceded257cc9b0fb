import { promisify } from "node:util";
import { brotliCompress, brotliCompressSync, brotliDecompress, constants } from "node:zlib";

// Quality 0 halves a typical mail in 50 microseconds, and with it what Postgres writes twice (docs/decisions/0002-group-commit.md).
const OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 18 } };
const MIN_BYTES = 1024;
/** Larger ones are compressed on another thread: milliseconds that every other request would wait. */
const MAX_SYNC_BYTES = 128 * 1024;
/** Worth it when at least a tenth is saved: what is already compressed stays as it is. */
const WORTH = 0.9;

const compressAsync = promisify(brotliCompress);
const decompressAsync = promisify(brotliDecompress);

export interface Packed {
  encoding: 0 | 1;
  body: Buffer;
}

/** Makes a body small for the database, where that is worth it. At once, or for a large one later. */
export function pack(body: Buffer): Packed | Promise<Packed> {
  if (body.length < MIN_BYTES) return { encoding: 0, body };
  if (body.length > MAX_SYNC_BYTES) return compressAsync(body, OPTIONS).then((packed) => smaller(body, packed));
  return smaller(body, brotliCompressSync(body, OPTIONS));
}

function smaller(body: Buffer, packed: Buffer): Packed {
  return packed.length < body.length * WORTH ? { encoding: 1, body: packed } : { encoding: 0, body };
}

/** The body as it came. */
export async function unpack(encoding: number, body: Uint8Array): Promise<Uint8Array> {
  return encoding === 1 ? decompressAsync(body) : body;
}
