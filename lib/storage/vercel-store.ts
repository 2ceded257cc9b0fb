import { BlobNotFoundError, completeMultipartUpload, createMultipartUpload, del, get, head, list, put, uploadPart } from "@vercel/blob";
import type { BlobStore } from "./blobs";
import { counted } from "./counted";
import { emptyStream } from "./empty-stream";
import { checkKey } from "./keys";
import { inParts } from "./parts";
import { rangeHeader, wholeSize } from "./ranges";

/** Both the most sent in one request and the size of a part: the SDK repeats a failed request with a buffer, never with a stream. */
const PART_BYTES = 8 * 1024 * 1024;

/** Blobs in a private Vercel Blob store, read through our own routes only. */
export function vercelStore(token: string): BlobStore {
  const access = { access: "private", token } as const;

  return {
    async put(key, body, { contentType, maxBytes }) {
      const options = { ...access, contentType, addRandomSuffix: false, allowOverwrite: true };
      const { chunks, result } = counted(body, maxBytes);
      const parts = inParts(chunks, PART_BYTES);
      const first = await parts.next();
      const second = await parts.next();
      if (first.done) await put(checkKey(key), Buffer.alloc(0), options);
      else if (second.done) await put(checkKey(key), first.value, options);
      else await putParts(checkKey(key), joined(first.value, second.value, parts), options);
      return result();
    },

    async open(key, range) {
      try {
        const found = await get(checkKey(key), { ...access, useCache: false, headers: rangeHeader(range) });
        return found?.stream ? { size: wholeSize(found.headers), stream: found.stream } : undefined;
      } catch (error) {
        // The SDK throws what the store says to a range outside of the blob; it takes a second look to tell that from a failure.
        const size = range && (await head(key, { token }).catch(() => undefined))?.size;
        if (!range || size === undefined || range.start < size) throw error;
        return { size, stream: emptyStream() };
      }
    },

    async head(key) {
      const found = await head(checkKey(key), { token }).catch(unlessMissing);
      return found && { size: found.size };
    },

    async remove(key) {
      await del(checkKey(key), { token }).catch(unlessMissing);
    },

    async *list(prefix) {
      let cursor: string | undefined;
      do {
        const page = await list({ token, prefix, ...(cursor !== undefined && { cursor }) });
        yield* page.blobs.map(({ pathname }) => pathname);
        cursor = page.hasMore ? page.cursor : undefined;
      } while (cursor);
    },

    // The store does so by itself.
    dropUnfinished: async () => 0,
  };
}

/** Nobody sees any of it until it is complete, and the store drops what never is. */
async function putParts(key: string, parts: AsyncIterable<Buffer>, options: Parameters<typeof createMultipartUpload>[1]) {
  const upload = { ...options, ...(await createMultipartUpload(key, options)) };
  const uploaded = [];
  for await (const part of parts) uploaded.push(await uploadPart(key, part, { ...upload, partNumber: uploaded.length + 1 }));
  await completeMultipartUpload(key, uploaded, upload);
}

async function* joined(first: Buffer, second: Buffer, rest: AsyncIterable<Buffer>) {
  yield first;
  yield second;
  yield* rest;
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof BlobNotFoundError)) throw error;
}
