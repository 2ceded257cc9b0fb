import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { type Blob, blobs } from "@/db/schema";
import { blobStore } from "@/lib/storage/open";
import { findBlobById, isOpenable, keepFindings, noteFindings } from "./blob-states";
import { decodeBlob } from "./decode-blob";
import type { Decoded } from "./decoder/protocol";
import { previewTask } from "./derivable";
import { PREVIEW_TYPE, previewKeys } from "./preview-keys";

const MAX_PREVIEW_BYTES = 8 * 1024 * 1024;

/** Makes the pictures that are shown of a file. Safe to repeat, and at once; what has them, or never will, is left alone. */
export async function previewBlob(blobId: string): Promise<void> {
  const blob = await findBlobById(blobId);
  if (blob?.preview !== "waiting" || !isOpenable(blob)) return;
  const task = previewTask(blob.sniffedType);
  if (!task) return keepFindings(blobId, { preview: "none" });

  const decoded = await decodeBlob(task, blob);
  if (decoded.ok) await keepPreview(blob, decoded);
  else await keepFindings(blobId, { preview: "failed", previewNote: decoded.reason });
}

/** When making them has failed for good. */
export async function giveUpPreviewing(blobId: string, reason: string): Promise<void> {
  await keepFindings(blobId, { preview: "failed", previewNote: reason });
}

/** Holds the row meanwhile: the collector takes the file before, and there is nothing to keep, or after, and takes the pictures along. */
async function keepPreview(blob: Blob, { facts, parts: [preview, thumbnail] }: Decoded) {
  if (!preview || !thumbnail) throw new Error("A decoder brought no pictures");
  await db.transaction(async (tx) => {
    const [kept] = await tx
      .select({ id: blobs.id })
      .from(blobs)
      .where(and(eq(blobs.id, blob.id), isNull(blobs.droppedAt)))
      .for("update");
    if (!kept) return;
    const options = { contentType: PREVIEW_TYPE, maxBytes: MAX_PREVIEW_BYTES };
    const keys = previewKeys(blob);
    await blobStore().put(keys.preview, preview, options);
    await blobStore().put(keys.thumbnail, thumbnail, options);
    const { width = null, height = null, pages = null } = facts;
    await noteFindings(tx, blob.id, { preview: "done", previewNote: null, previewWidth: width, previewHeight: height, pages });
  });
}
