import { PREVIEW_TYPE, previewKeys } from "@/lib/attachments/preview-keys";
import type { FoundAttachment } from "@/lib/attachments/queries";
import { mayBeShown } from "@/lib/attachments/warnings";
import { blobStore } from "@/lib/storage/open";
import { HARMLESS } from "../../serve-raw";
import { refusal } from "../../v1/answers";

/** Sends a picture that we made of a file, if it has one and nothing speaks against showing it. */
export async function servePreview(request: Request, file: FoundAttachment, size: "preview" | "thumbnail"): Promise<Response> {
  const missing = () => refusal(404, "There is no preview of this attachment.");
  if (file.preview !== "done" || !mayBeShown(file.warnings)) return missing();

  const etag = `"${size}-${file.sha256}"`;
  // Asked for anew each time: a virus may have been found in it, or somebody signed out.
  const headers = { ...HARMLESS, "content-type": PREVIEW_TYPE, etag, "cache-control": "private, no-cache", vary: "cookie" };
  if (request.headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers });

  const picture = await blobStore().open(previewKeys(file)[size]);
  if (!picture) return missing();
  return new Response(picture.stream, { headers: { ...headers, "content-length": String(picture.size) } });
}
