import "server-only";
import { newId } from "@/db/columns";
import { dueExaminations, listUnexamined, type Unexamined } from "@/lib/attachments/unexamined";
import { inngest } from "./client";
import { blobKept, previewWanted, scanWanted, textWanted } from "./events";

const EVENTS = { sniff: blobKept, scan: scanWanted, preview: previewWanted, extract: textWanted };

/** Tells the engine of what can be done with these files and was not. A logo that comes with every mail is looked at once. */
export async function emitUnexamined(blobIds: readonly string[]): Promise<void> {
  await emitExaminations(await listUnexamined(blobIds), "kept");
}

/** `occasion` makes the event's id: said twice on one occasion it is one event. */
export async function emitExaminations(blobs: readonly Unexamined[], occasion: string): Promise<void> {
  const events = blobs.flatMap((blob) =>
    dueExaminations(blob).map((due) => ({ ...EVENTS[due].create({ blobId: blob.id }), id: `${due}:${blob.id}:${occasion}` })),
  );
  if (events.length > 0) await inngest.send(events);
}

/** Tells the engine of files that were put in line for another scan. Each time is one of its own. */
export async function emitScans(blobIds: readonly string[]): Promise<void> {
  await inngest.send(blobIds.map((blobId) => ({ ...scanWanted.create({ blobId }), id: `scan:${blobId}:${newId()}` })));
}
