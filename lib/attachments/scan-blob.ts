import "server-only";
import { env } from "@/env";
import { blobStore } from "@/lib/storage/open";
import { findBlobById, keepFindings } from "./blob-states";
import { scan } from "./clamd";

/** Has the virus scanner look through a file. Safe to repeat; what was scanned is not scanned again. */
export async function scanBlob(blobId: string): Promise<void> {
  const blob = await findBlobById(blobId);
  const { CLAMD_URL } = env();
  if (blob?.scan !== "waiting") return;
  if (!CLAMD_URL) return keepFindings(blobId, { scan: "unscannable", scanNote: "There is no virus scanner any more." });

  const found = await blobStore().open(blob.key);
  if (!found) throw new Error(`${blob.key} is not in the blob store`);
  const verdict = await scan(found.stream, { url: CLAMD_URL });
  await keepFindings(blobId, { scan: verdict.scan, scanNote: "note" in verdict ? verdict.note : null });
}

/** When scanning has failed for good: that is no finding, and never a clean one. */
export async function giveUpScanning(blobId: string, reason: string): Promise<void> {
  await keepFindings(blobId, { scan: "unscannable", scanNote: reason });
}
