import "server-only";
import { listUnexamined, type Unexamined } from "@/lib/attachments/unexamined";
import { inngest } from "./client";
import { blobKept, scanWanted } from "./events";

/** Tells the engine of those of these files that nobody has looked at. A logo that comes with every mail is looked at once. */
export async function emitUnexamined(blobIds: readonly string[]): Promise<void> {
  await emitExaminations(await listUnexamined(blobIds), "kept");
}

/** `occasion` makes the event's id: said twice on one occasion it is one event. */
export async function emitExaminations(blobs: readonly Unexamined[], occasion: string): Promise<void> {
  const events = blobs.flatMap(({ id, sniff, scan }) => [
    ...(sniff === "waiting" ? [{ ...blobKept.create({ blobId: id }), id: `sniff:${id}:${occasion}` }] : []),
    ...(scan === "waiting" ? [{ ...scanWanted.create({ blobId: id }), id: `scan:${id}:${occasion}` }] : []),
  ]);
  if (events.length > 0) await inngest.send(events);
}
