import "server-only";
import { countEmission } from "@/lib/reparse/emissions";
import { inngest } from "./client";
import { reparseDue } from "./events";

/** Tells the engine that a pass begins or goes on. Each telling is an event of its own: the batch it speaks of counts once. */
export async function emitReparse(reparseId: string): Promise<void> {
  const due = await countEmission(reparseId);
  if (!due) return;
  const { batches: batch, emissions } = due;
  await inngest.send({ ...reparseDue.create({ reparseId, batch }), id: `reparse:${reparseId}:${batch}:${emissions}` });
}
