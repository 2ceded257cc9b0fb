import type { FoundAttachment } from "@/lib/attachments/queries";
import { contentDisposition } from "@/lib/mail/filename";
import { blobStore } from "@/lib/storage/open";
import { bodyFor, HARMLESS } from "../../serve-raw";
import { refusal } from "../../v1/answers";
import { parseRange } from "./range";

/** Sends a file, or the part of it that is asked for; RFC 9110 §13.1.2 and §14. */
export async function serveFile(request: Request, file: FoundAttachment): Promise<Response> {
  const etag = `"${file.sha256}"`;
  const headers: Record<string, string> = {
    ...HARMLESS,
    "content-type": "application/octet-stream",
    "content-disposition": contentDisposition("attachment", file.name),
    "accept-ranges": "bytes",
    etag,
    // Whoever is signed out must not find it in the browser's cache.
    "cache-control": "private, no-cache",
    vary: "cookie",
  };
  if (request.headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers });

  const range = parseRange(request.headers.get("range"), file.size);
  if (range === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${file.size}` } });

  const blob = await blobStore().open(file.key, range);
  if (!blob) return refusal(410, "The attachment is not in the blob store.");
  if (!range) return new Response(bodyFor(request, blob.stream), { headers: { ...headers, "content-length": String(file.size) } });
  return new Response(bodyFor(request, blob.stream), {
    status: 206,
    headers: {
      ...headers,
      "content-length": String(range.end - range.start + 1),
      "content-range": `bytes ${range.start}-${range.end}/${file.size}`,
    },
  });
}
