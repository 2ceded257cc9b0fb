import "server-only";
import { db } from "@/db/client";
import { type Blob, blobTexts } from "@/db/schema";
import { keepFindings, noteFindings } from "./blob-states";
import type { Decoded } from "./decoder/protocol";
import { textTask } from "./derivable";
import { type Derivation, derive } from "./derive-blob";

const TEXT: Derivation = { state: "extract", note: "extractNote", task: textTask, keep: keepText };

/** Reads the text of a file, for search. */
export async function extractBlob(blobId: string): Promise<void> {
  await derive(blobId, TEXT);
}

/** When reading has failed for good. */
export async function giveUpExtracting(blobId: string, reason: string): Promise<void> {
  await keepFindings(blobId, { extract: "failed", extractNote: reason });
}

async function keepText({ id, workspaceId }: Blob, { facts, parts: [bytes] }: Decoded) {
  const text = Buffer.from(bytes ?? []).toString();
  const values = { text, truncated: facts.truncated ?? false };
  await db.transaction(async (tx) => {
    await tx
      .insert(blobTexts)
      .values({ blobId: id, workspaceId, ...values })
      .onConflictDoUpdate({ target: blobTexts.blobId, set: values });
    const extractNote = noteOf(text, values.truncated);
    await noteFindings(tx, id, { extract: "done", extractNote, ...(facts.pages !== undefined && { pages: facts.pages }) });
  });
}

/** What a reader of the file may not expect of what was read. */
function noteOf(text: string, truncated: boolean): string | null {
  if (text.trim() === "") return "There are no words in it, as in a scanned page.";
  return truncated ? "Only its beginning: it is very long." : null;
}
