import "server-only";
import type { Blob } from "@/db/schema";
import { blobStore } from "@/lib/storage/open";
import { type Decoded, type DecoderRequest, Undecodable } from "./decoder/protocol";
import { runDecoder } from "./decoder/run-decoder";

/** Largest file that is unpacked to be shown or read, in bytes. */
const MAX_DECODED_BYTES = 32 * 1024 * 1024;

export type DecodedBlob = ({ ok: true } & Decoded) | { ok: false; reason: string };

/** Decodes a stored file, or says why that will never work. Throws for what may work later. */
export async function decodeBlob(request: DecoderRequest, blob: Pick<Blob, "key" | "size" | "workspaceId">): Promise<DecodedBlob> {
  if (blob.size > MAX_DECODED_BYTES) return { ok: false, reason: "The file is larger than 32 MB." };
  return runDecoder(request, () => openBlob(blob.key), { scope: blob.workspaceId }).then(
    (decoded) => ({ ok: true, ...decoded }),
    (error: unknown) => {
      if (error instanceof Undecodable) return { ok: false, reason: error.message };
      throw error;
    },
  );
}

async function openBlob(key: string): Promise<ReadableStream<Uint8Array>> {
  const found = await blobStore().open(key);
  if (!found) throw new Error(`${key} is not in the blob store`);
  return found.stream;
}
