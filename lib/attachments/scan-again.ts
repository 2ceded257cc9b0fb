import "server-only";
import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { attachments, type Blob, blobs } from "@/db/schema";
import { env } from "@/env";
import { noteFindings } from "./blob-states";

/** Put in line together. */
const BATCH = 200;

/** No scanner has said a word about these: there was none when they came, or it could not look into them. */
const UNSCANNED = ["none", "unscannable"] as const;

/** Whether a scan can be asked for: there is a scanner, and it has not said anything about the file yet. */
export function isScannable(scan: Blob["scan"]): boolean {
  return env().CLAMD_URL !== undefined && (scan === "none" || scan === "unscannable");
}

/**
 * Puts a file in line for the virus scanner. Answers the blob to scan, which the caller tells the engine; undefined when there is nothing to do:
 * no such attachment, no scanner, scanned already, or in line already.
 */
export async function scanAgain(workspaceId: WorkspaceId, attachmentId: string): Promise<string | undefined> {
  const [found] = await db
    .select({ blobId: attachments.blobId, scan: blobs.scan })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.id, attachments.blobId))
    .where(and(eq(attachments.workspaceId, workspaceId), eq(attachments.id, attachmentId)));
  return found && isScannable(found.scan) && (await putInLine(found.blobId)) ? found.blobId : undefined;
}

/**
 * Puts the next files of a workspace that no scanner has spoken of in line, the oldest first: those after the file `after`. Answers which; none
 * when there are no more. Broken off anywhere, what is in line is scanned (lib/jobs/tidy-blobs.ts), and whoever begins anew goes on with the others.
 */
export async function scanNextAgain(workspaceId: WorkspaceId, after: string | undefined): Promise<string[]> {
  const next = await db
    .select({ id: blobs.id })
    .from(blobs)
    .where(and(eq(blobs.workspaceId, workspaceId), inArray(blobs.scan, [...UNSCANNED]), after ? gt(blobs.id, after) : undefined))
    .orderBy(asc(blobs.id))
    .limit(BATCH);
  for (const { id } of next) await putInLine(id);
  return next.map(({ id }) => id);
}

/** Of several who ask at once, one is answered true. */
function putInLine(blobId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const unscanned = and(eq(blobs.id, blobId), inArray(blobs.scan, [...UNSCANNED]));
    const [row] = await tx.select({ id: blobs.id }).from(blobs).where(unscanned).for("update");
    if (row) await noteFindings(tx, blobId, { scan: "waiting", scanNote: null });
    return row !== undefined;
  });
}
