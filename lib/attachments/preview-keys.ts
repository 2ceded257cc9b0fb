import type { Blob } from "@/db/schema";

export const PREVIEW_TYPE = "image/webp";

/**
 * Where pictures of a file are kept: by its content, in its workspace. They come and go with the file (collect-blobs.ts); two files never share
 * one, however alike they look.
 */
export function previewKeys({ workspaceId, sha256 }: Pick<Blob, "workspaceId" | "sha256">) {
  return { preview: `${workspaceId}/previews/${sha256}`, thumbnail: `${workspaceId}/thumbnails/${sha256}` };
}
