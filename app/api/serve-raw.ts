import { contentDisposition } from "@/lib/mail/filename";
import type { OpenBlob } from "@/lib/storage/blobs";

/**
 * Bytes a stranger wrote, as plain text to look at or as a file to keep: never as anything a browser would run, whatever they claim to be.
 */
export function serveRaw(request: Request, { stream, size }: OpenBlob, { type, name }: { type: string; name: string }) {
  const download = new URL(request.url).searchParams.has("download");
  const extension = type.startsWith("message/") ? ".eml" : type.includes("json") ? ".json" : ".txt";

  return new Response(bodyFor(request, stream), {
    headers: {
      ...HARMLESS,
      "content-type": download ? "application/octet-stream" : "text/plain; charset=utf-8",
      "content-disposition": contentDisposition(download ? "attachment" : "inline", `${name}${extension}`),
      "content-length": String(size),
      "cache-control": "private, no-store",
    },
  });
}

/** A body for who wants one: HEAD is answered by what answers GET, and of its body nobody would let go. */
export function bodyFor(request: Request, stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> | null {
  if (request.method !== "HEAD") return stream;
  void stream.cancel();
  return null;
}

/** What a browser may do with bytes of strangers: nothing. */
export const HARMLESS = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
};
