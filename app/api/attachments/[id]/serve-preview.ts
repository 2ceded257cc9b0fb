import { drawPage } from "@/lib/attachments/page-picture";
import { MAX_SHOWN_PAGES } from "@/lib/attachments/pages";
import { PREVIEW_TYPE, pageKey, previewKeys } from "@/lib/attachments/preview-keys";
import type { FoundAttachment } from "@/lib/attachments/queries";
import { mayBeShown } from "@/lib/attachments/warnings";
import { blobStore } from "@/lib/storage/open";
import { bodyFor, HARMLESS } from "../../serve-raw";
import { refusal } from "../../v1/answers";

/** Sends a picture that we made of a file, if it has one and nothing speaks against showing it. */
export async function servePreview(request: Request, file: FoundAttachment, size: "preview" | "thumbnail"): Promise<Response> {
  return isShown(file) ? servePicture(request, previewKeys(file)[size], `"${size}-${file.sha256}"`) : missing();
}

/** Sends the picture of a page after the first, which is made when it is asked for first. */
export async function servePage(request: Request, file: FoundAttachment, page: number): Promise<Response> {
  const isThere = Number.isInteger(page) && page > 1 && page <= Math.min(file.pages ?? 1, MAX_SHOWN_PAGES);
  if (!isShown(file) || !isThere) return missing();
  const key = pageKey(file, page);
  if (!(await blobStore().head(key))) {
    const reason = await drawPage(file, page);
    if (reason !== undefined) return refusal(422, reason);
  }
  return servePicture(request, key, `"page-${page}-${file.sha256}"`);
}

function isShown({ preview, warnings }: FoundAttachment): boolean {
  return preview === "done" && mayBeShown(warnings);
}

async function servePicture(request: Request, key: string, etag: string): Promise<Response> {
  // Asked for anew each time: a virus may have been found in it, or somebody signed out.
  const headers = { ...HARMLESS, "content-type": PREVIEW_TYPE, etag, "cache-control": "private, no-cache", vary: "cookie" };
  if (request.headers.get("if-none-match")?.includes(etag)) return new Response(null, { status: 304, headers });

  const picture = await blobStore().open(key);
  if (!picture) return missing();
  return new Response(bodyFor(request, picture.stream), { headers: { ...headers, "content-length": String(picture.size) } });
}

function missing(): Response {
  return refusal(404, "There is no preview of this attachment.");
}
