import "server-only";
import type { Blob } from "@/db/schema";
import { blobStore } from "@/lib/storage/open";
import { keepFindings } from "./blob-states";
import type { Decoded } from "./decoder/protocol";
import { previewTask } from "./derivable";
import { type Derivation, derive } from "./derive-blob";
import { MAX_PREVIEW_BYTES, PREVIEW_TYPE, previewKeys } from "./preview-keys";

const PREVIEW: Derivation = { state: "preview", note: "previewNote", task: previewTask, keep: keepPreview };

/** Makes the pictures that are shown of a file. */
export async function previewBlob(blobId: string): Promise<void> {
  await derive(blobId, PREVIEW);
}

/** When making them has failed for good. */
export async function giveUpPreviewing(blobId: string, reason: string): Promise<void> {
  await keepFindings(blobId, { preview: "failed", previewNote: reason });
}

/** Pictures first: their keys are the file's, so that they go with it even if nobody comes to note that they are there. */
async function keepPreview(blob: Blob, { facts, parts: [preview, thumbnail] }: Decoded) {
  if (!preview || !thumbnail) throw new Error("A decoder brought no pictures");
  const options = { contentType: PREVIEW_TYPE, maxBytes: MAX_PREVIEW_BYTES };
  const keys = previewKeys(blob);
  await blobStore().put(keys.preview, preview, options);
  await blobStore().put(keys.thumbnail, thumbnail, options);
  const { width = null, height = null, pages = null } = facts;
  await keepFindings(blob.id, { preview: "done", previewNote: null, previewWidth: width, previewHeight: height, pages });
}
