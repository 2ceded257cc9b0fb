import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { blobs } from "@/db/schema";
import { noteFindings } from "./blob-states";

/**
 * Puts files whose text was read in line once more, because they are said to be written in another charset than before. Until they are
 * read (lib/jobs/tidy-blobs.ts, within the hour) what was read before is found.
 */
export async function extractAgain(tx: Tx, blobIds: readonly string[]): Promise<void> {
  const read = await tx
    .select({ id: blobs.id })
    .from(blobs)
    .where(and(inArray(blobs.id, [...blobIds]), eq(blobs.extract, "done")))
    .orderBy(asc(blobs.id))
    .for("update");
  for (const { id } of read) await noteFindings(tx, id, { extract: "waiting", extractNote: null });
}
