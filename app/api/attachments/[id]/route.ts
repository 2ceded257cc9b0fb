import { z } from "zod";
import { inlineType } from "@/lib/attachments/inline-type";
import { findAttachment } from "@/lib/attachments/queries";
import { contentDisposition } from "@/lib/mail/filename";
import { blobStore } from "@/lib/storage/open";
import { HARMLESS } from "../../serve-raw";
import { refusal } from "../../v1/answers";
import { forViewer } from "../../v1/for-viewer";
import { parseRange } from "./range";

/**
 * The bytes of an attachment, as a file to keep. With `?inline` a raster image, recognised by its first bytes, is shown in place; anything
 * else stays a file. Ranges and `If-None-Match` as in RFC 9110.
 *
 * - 206 part of it
 * - 304 not changed (it never does)
 * - 404 no such attachment in this workspace
 * - 410 the blob store has lost it
 * - 416 the range is outside of it
 */
export const GET = forViewer<RouteContext<"/api/attachments/[id]">>(async (viewer, request, { params }) => {
  const id = z.uuid().safeParse((await params).id);
  const file = id.success ? await findAttachment(viewer.workspaceId, id.data) : undefined;
  if (!file) return refusal(404, "There is no such attachment.");

  const wantsInline = new URL(request.url).searchParams.has("inline");
  const image = wantsInline ? await inlineType(file.key) : undefined;
  const headers: Record<string, string> = {
    ...HARMLESS,
    "content-type": image ?? "application/octet-stream",
    "content-disposition": contentDisposition(image ? "inline" : "attachment", file.filename),
    "accept-ranges": "bytes",
    etag: `"${file.sha256}"`,
    // Whoever is signed out must not find it in the browser's cache.
    "cache-control": "private, no-cache",
    vary: "cookie",
  };
  if (request.headers.get("if-none-match")?.includes(headers.etag ?? "")) return new Response(null, { status: 304, headers });

  const range = parseRange(request.headers.get("range"), file.size);
  if (range === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${file.size}` } });

  const blob = await blobStore().open(file.key, range);
  if (!blob) return refusal(410, "The attachment is not in the blob store.");
  if (!range) return new Response(blob.stream, { headers: { ...headers, "content-length": String(file.size) } });
  return new Response(blob.stream, {
    status: 206,
    headers: {
      ...headers,
      "content-length": String(range.end - range.start + 1),
      "content-range": `bytes ${range.start}-${range.end}/${file.size}`,
    },
  });
});
