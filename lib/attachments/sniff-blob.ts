import "server-only";
import { blobStore } from "@/lib/storage/open";
import { TaskOverrun } from "@/lib/workers/pool";
import { runTask } from "@/lib/workers/run-task";
import { findBlobById, keepFindings } from "./blob-states";
import { afterSniff } from "./derivable";
import { SNIFFED_BYTES } from "./sniff";

/** Finds out what a file is by its first 4 KB. Safe to repeat; a file that was looked at is not looked at again. */
export async function sniffBlob(blobId: string): Promise<void> {
  const blob = await findBlobById(blobId);
  if (blob?.sniff !== "waiting") return;

  const found = await blobStore().open(blob.key, { start: 0, end: SNIFFED_BYTES - 1 });
  if (!found) throw new Error(`${blob.key} is not in the blob store`);
  const head = new Uint8Array(await new Response(found.stream).arrayBuffer());
  const findings = await runTask("sniff", head).then(
    (sniffedType) => ({ sniff: "done" as const, sniffedType, ...afterSniff(sniffedType) }),
    (error: unknown) => {
      // Bytes that lead a reader astray do so every time.
      if (error instanceof TaskOverrun) return UNKNOWN;
      throw error;
    },
  );
  await keepFindings(blobId, findings);
}

/** What nobody could look at is not opened either. */
const UNKNOWN = { sniff: "failed", preview: "none", extract: "none" } as const;

/** When looking has failed for good. */
export async function giveUpSniffing(blobId: string): Promise<void> {
  await keepFindings(blobId, UNKNOWN);
}
