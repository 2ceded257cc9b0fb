import { createHash } from "node:crypto";
import { BlobTooLarge, type StoredBlob } from "./blobs";

/** Counts and hashes bytes on their way into a store, and stops them past `maxBytes`. Ask `result` after the last chunk. */
export function counted(body: AsyncIterable<Uint8Array> | Uint8Array, maxBytes: number): CountedBody {
  const hash = createHash("sha256");
  let size = 0;

  async function* chunks() {
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      size += chunk.length;
      if (size > maxBytes) throw new BlobTooLarge(`more than ${maxBytes} bytes`);
      hash.update(chunk);
      yield chunk;
    }
  }
  return { chunks: chunks(), result: () => ({ size, sha256: hash.digest("hex") }) };
}

export interface CountedBody {
  chunks: AsyncGenerator<Uint8Array>;
  result: () => StoredBlob;
}
