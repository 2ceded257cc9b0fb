import "server-only";
import { and, eq, inArray, isNotNull, isNull, lt, notExists, notInArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { attachments, blobs, deliveries, messageReadings } from "@/db/schema";
import { blobStore } from "@/lib/storage/open";
import { pictureKeys } from "./preview-keys";

/** Dropped in one run; the rest waits for the next. */
const MAX_DROPPED = 500;

/**
 * Removes files that no message has any more and that were last needed before `before`. References are counted where they are made: in the
 * attachments, and in readings of a mail that may be shown again. A file that a delivery under way has asked for stays, however long that
 * delivery takes. Two steps, so that a process that dies in between leaves a row without a file and never a message without one: the row is
 * marked, from then on nobody takes the bytes for kept (keep-blob.ts); then file and row go. Answers how many went.
 */
export async function collectBlobs(before: Date): Promise<number> {
  const orphans = db
    .select({ id: blobs.id })
    .from(blobs)
    .where(and(isNull(blobs.droppedAt), lt(blobs.neededAt, before), isUnused(), isAskedForByNobody()))
    .limit(MAX_DROPPED);
  await db
    .update(blobs)
    .set({ droppedAt: sql`now()` })
    // Somebody may have asked for it since it was found.
    .where(and(inArray(blobs.id, orphans), lt(blobs.neededAt, before)));

  const marked = await db.select({ id: blobs.id }).from(blobs).where(isNotNull(blobs.droppedAt)).limit(MAX_DROPPED);
  for (const { id } of marked) await drop(id);
  return marked.length;
}

/** Holds the row meanwhile: who wants the same bytes again waits, and then brings them anew. */
async function drop(id: string) {
  await db.transaction(async (tx) => {
    const [blob] = await tx
      .select({ key: blobs.key, workspaceId: blobs.workspaceId, sha256: blobs.sha256, pages: blobs.pages })
      .from(blobs)
      .where(and(eq(blobs.id, id), isNotNull(blobs.droppedAt)))
      .for("update");
    if (!blob) return;
    for (const key of [...pictureKeys(blob), blob.key]) await blobStore().remove(key);
    await tx.delete(blobs).where(eq(blobs.id, id));
  });
}

function isUnused() {
  const file = sql`jsonb_array_elements(${messageReadings.reading} -> 'attachments') as file`;
  const read = db
    .select({ blobId: sql<string>`(file ->> 'blobId')::uuid` })
    .from(messageReadings)
    .crossJoin(file)
    .where(sql`file ->> 'blobId' is not null`);
  return and(
    notExists(db.select({ id: attachments.id }).from(attachments).where(eq(attachments.blobId, blobs.id))),
    notInArray(blobs.id, read),
  );
}

/** A run that got these bytes got them after its delivery was accepted, and noted when. */
function isAskedForByNobody() {
  return notExists(
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.state, "accepted"),
          eq(deliveries.workspaceId, blobs.workspaceId),
          sql`${deliveries.acceptedAt} <= ${blobs.neededAt}`,
        ),
      ),
  );
}
