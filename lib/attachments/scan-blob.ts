import "server-only";
import { env } from "@/env";
import { blobStore } from "@/lib/storage/open";
import { findBlobById, keepFindings } from "./blob-states";
import { scan } from "./clamd";
import { afterScan } from "./derivable";

/** Has the virus scanner look through a file. Safe to repeat; what was scanned is not scanned again. */
export async function scanBlob(blobId: string): Promise<void> {
  const blob = await findBlobById(blobId);
  const { CLAMD_URL } = env();
  if (blob?.scan !== "waiting") return;
  if (!CLAMD_URL) return giveUpScanning(blobId, "There is no virus scanner any more.");

  const found = await blobStore().open(blob.key);
  if (!found) throw new Error(`${blob.key} is not in the blob store`);
  const verdict = await scan(found.stream, { url: CLAMD_URL });
  // It may have been looked at since.
  const now = (await findBlobById(blobId)) ?? blob;
  const note = "note" in verdict ? verdict.note : null;
  await keepFindings(blobId, { scan: verdict.scan, scanNote: note, ...afterScan(now, verdict.scan === "clean") });
}

/** When scanning has failed for good: that is no finding, and never a clean one. */
export async function giveUpScanning(blobId: string, reason: string): Promise<void> {
  const blob = await findBlobById(blobId);
  if (blob) await keepFindings(blobId, { scan: "unscannable", scanNote: reason, ...afterScan(blob, false) });
}
