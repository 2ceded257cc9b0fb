import "server-only";
import type { Blob } from "@/db/schema";
import { blobStore } from "@/lib/storage/open";
import { type Decoded, type DecoderTask, Undecodable } from "./decoder/protocol";
import { runDecoder } from "./decoder/run-decoder";

/** Largest file that is unpacked to be shown or read, in bytes. */
const MAX_DECODED_BYTES = 32 * 1024 * 1024;

export type DecodedBlob = ({ ok: true } & Decoded) | { ok: false; reason: string };

/** Decodes a stored file, or says why that will never work. Throws for what may work later. */
export async function decodeBlob(task: DecoderTask, { key, size }: Pick<Blob, "key" | "size">): Promise<DecodedBlob> {
  if (size > MAX_DECODED_BYTES) return { ok: false, reason: "The file is larger than 32 MB." };
  const found = await blobStore().open(key);
  if (!found) throw new Error(`${key} is not in the blob store`);
  return runDecoder(task, found.stream).then(
    (decoded) => ({ ok: true, ...decoded }),
    (error: unknown) => {
      if (error instanceof Undecodable) return { ok: false, reason: error.message };
      throw error;
    },
  );
}
