import type { Blob } from "@/db/schema";
import { MAX_SHOWN_PAGES } from "./pages";

export const PREVIEW_TYPE = "image/webp";

/** Far more than a picture of that size ever takes. */
export const MAX_PREVIEW_BYTES = 8 * 1024 * 1024;

/**
 * Where pictures of a file are kept: by its content, in its workspace. They come and go with the file (collect-blobs.ts); two files never share
 * one, however alike they look.
 */
export function previewKeys({ workspaceId, sha256 }: Pick<Blob, "workspaceId" | "sha256">) {
  return { preview: `${workspaceId}/previews/${sha256}`, thumbnail: `${workspaceId}/thumbnails/${sha256}` };
}

/** The same of a page after the first. */
export function pageKey({ workspaceId, sha256 }: Pick<Blob, "workspaceId" | "sha256">, page: number): string {
  return `${workspaceId}/pages/${sha256}-${page}`;
}

/** All there may be of a file. */
export function pictureKeys(blob: Pick<Blob, "workspaceId" | "sha256" | "pages">): string[] {
  const { preview, thumbnail } = previewKeys(blob);
  const later = Math.max(0, Math.min(blob.pages ?? 1, MAX_SHOWN_PAGES) - 1);
  return [preview, thumbnail, ...Array.from({ length: later }, (_, index) => pageKey(blob, index + 2))];
}
