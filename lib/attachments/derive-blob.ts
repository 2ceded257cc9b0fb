import "server-only";
import type { Blob } from "@/db/schema";
import { findBlobById, findCharset, isOpenable, keepFindings, needBlob } from "./blob-states";
import { decodeBlob } from "./decode-blob";
import type { Decoded, DecoderTask } from "./decoder/protocol";

/** Something that is made of the bytes of a file. */
export interface Derivation {
  /** The column that says how far it is. */
  state: "preview" | "extract";
  /** The column that says why there is none. */
  note: "previewNote" | "extractNote";
  /** How it is made of bytes of this type; undefined when there is none. */
  task(sniffedType: string | null): DecoderTask | undefined;
  /** Keeps what was made, and that it was. */
  keep(blob: Blob, decoded: Decoded): Promise<void>;
}

/**
 * Makes one thing of a file. Safe to repeat, and at once; what has it, or never will, is left alone. The file is noted as needed first: the
 * collector (collect-blobs.ts) stays away from it for a day, so that what is made never outlives it.
 */
export async function derive(blobId: string, { state, note, task: taskOf, keep }: Derivation): Promise<void> {
  const blob = await findBlobById(blobId);
  if (blob?.[state] !== "waiting" || !isOpenable(blob)) return;
  const task = taskOf(blob.sniffedType);
  if (!task) return keepFindings(blobId, { [state]: "none" });
  if (!(await needBlob(blobId))) return;

  const decoded = await decodeBlob({ task, charset: await findCharset(blobId) }, blob);
  if (decoded.ok) await keep(blob, decoded);
  else await keepFindings(blobId, { [state]: "failed", [note]: decoded.reason });
}
