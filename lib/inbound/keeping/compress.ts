import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import { compressSync, uncompress } from "snappy";

/** How `deliveries.body` is kept. Never given another meaning: rows of years ago say it too. */
export const ENCODING = { none: 0, brotli: 1, snappy: 2 } as const;
export type Encoding = (typeof ENCODING)[keyof typeof ENCODING];

export interface Packed {
  encoding: Encoding;
  body: Buffer;
}

const MIN_BYTES = 1024;
/** Larger ones are compressed on another thread: milliseconds that every other request would wait. */
const MAX_SYNC_BYTES = 128 * 1024;
/** Worth it when at least a tenth is saved: what is already compressed stays as it is. */
const WORTH = 0.9;

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 18 } };
// Memory that is handed over instead of copied goes back to the system piece by piece, for three times the cost of compressing.
const SNAPPY = { copyOutputData: true };

const brotli = promisify(brotliCompress);
const unbrotli = promisify(brotliDecompress);

/**
 * Makes a body small for the database, which writes it twice, where that is worth it. At once by snappy, which takes a third of
 * brotli's time for 20 KB; or later for a large one by brotli, which alone makes attachments in base64 smaller (docs/decisions/0002-group-commit.md).
 */
export function pack(body: Buffer): Packed | Promise<Packed> {
  if (body.length < MIN_BYTES) return asItCame(body);
  if (body.length > MAX_SYNC_BYTES) return brotli(body, BROTLI).then((packed) => smaller(body, packed, ENCODING.brotli));
  return smaller(body, compressSync(body, SNAPPY), ENCODING.snappy);
}

function smaller(body: Buffer, packed: Buffer, encoding: Encoding): Packed {
  return packed.length < body.length * WORTH ? { encoding, body: packed } : asItCame(body);
}

function asItCame(body: Buffer): Packed {
  return { encoding: ENCODING.none, body };
}

/** The body as it came. Throws on an encoding that this version does not know, as after going back to an older one. */
export async function unpack(encoding: number, body: Uint8Array): Promise<Uint8Array> {
  switch (encoding) {
    case ENCODING.none:
      return body;
    case ENCODING.brotli:
      return unbrotli(body);
    case ENCODING.snappy:
      return Buffer.from(await uncompress(body, { asBuffer: true }));
    default:
      throw new Error(`The body of this delivery is kept in encoding ${encoding}, which this version of Mailroom does not know`);
  }
}
