import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { type Blob, blobs, blobTexts } from "@/db/schema";
import { findBlobById, isOpenable } from "./blob-states";
import { decodeBlob } from "./decode-blob";
import type { Decoded } from "./decoder/protocol";
import { textTask } from "./derivable";

/** Reads the text of a file, for search. Safe to repeat, and at once; what was read, or never will be, is left alone. */
export async function extractBlob(blobId: string): Promise<void> {
  const blob = await findBlobById(blobId);
  if (blob?.extract !== "waiting" || !isOpenable(blob)) return;
  const task = textTask(blob.sniffedType);
  if (!task) return note(blobId, { extract: "none" });

  const decoded = await decodeBlob(task, blob);
  if (decoded.ok) await keepText(blob, decoded);
  else await note(blobId, { extract: "failed", extractNote: decoded.reason });
}

/** When reading has failed for good. */
export async function giveUpExtracting(blobId: string, reason: string): Promise<void> {
  await note(blobId, { extract: "failed", extractNote: reason });
}

/** Nobody is told: what changes is not on any screen. */
async function note(blobId: string, findings: Partial<Pick<Blob, "extract" | "extractNote">>) {
  await db.update(blobs).set(findings).where(eq(blobs.id, blobId));
}

async function keepText({ id, workspaceId }: Blob, { facts, parts: [bytes] }: Decoded) {
  const text = Buffer.from(bytes ?? []).toString();
  const values = { text, truncated: facts.truncated ?? false };
  await db.transaction(async (tx) => {
    const [kept] = await tx
      .update(blobs)
      .set({ extract: "done", extractNote: null, ...(facts.pages !== undefined && { pages: facts.pages }) })
      .where(and(eq(blobs.id, id), isNull(blobs.droppedAt)))
      .returning({ id: blobs.id });
    if (!kept) return;
    await tx
      .insert(blobTexts)
      .values({ blobId: id, workspaceId, ...values })
      .onConflictDoUpdate({ target: blobTexts.blobId, set: values });
  });
}
