import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { blobs } from "@/db/schema";
import { env } from "@/env";
import type { StoredBlob } from "@/lib/storage/blobs";

export interface StoredFile {
  blobId: string;
  size: number;
  /** Hex. */
  sha256: string;
}

/** Puts the bytes under a key. */
type Put = (key: string) => Promise<StoredBlob>;

/**
 * Keeps bytes once per workspace and content: `put` is called only when they are not there yet. Notes that they are needed now, which keeps
 * the collector (collect-blobs.ts) away from them. Safe to repeat, and at once.
 */
export async function keepBlob(workspaceId: WorkspaceId, sha256: string, put: Put): Promise<StoredFile> {
  const known = (await touch(workspaceId, sha256)) ?? (await bringBack(workspaceId, sha256, put));
  if (known) return known;

  const key = `${workspaceId}/${sha256}`;
  const { size } = await put(key);
  const scan = env().CLAMD_URL ? "waiting" : "none";
  await db.insert(blobs).values({ workspaceId, sha256, key, size, scan }).onConflictDoNothing();
  const kept = await touch(workspaceId, sha256);
  if (!kept) throw new Error(`Blob ${sha256} was not kept`);
  return kept;
}

const STORED_FILE = { blobId: blobs.id, size: blobs.size, sha256: blobs.sha256 };

async function touch(workspaceId: WorkspaceId, sha256: string): Promise<StoredFile | undefined> {
  const [row] = await db
    .update(blobs)
    .set({ neededAt: sql`now()` })
    .where(and(eq(blobs.workspaceId, workspaceId), eq(blobs.sha256, sha256), isNull(blobs.droppedAt)))
    .returning(STORED_FILE);
  return row;
}

/** A blob that is being dropped may have lost its file already. The row's lock makes the collector wait, or us for it. */
function bringBack(workspaceId: WorkspaceId, sha256: string, put: Put): Promise<StoredFile | undefined> {
  const dropped = and(eq(blobs.workspaceId, workspaceId), eq(blobs.sha256, sha256), isNotNull(blobs.droppedAt));
  return db.transaction(async (tx) => {
    const [row] = await tx.select({ id: blobs.id, key: blobs.key }).from(blobs).where(dropped).for("update");
    if (!row) return undefined;
    await put(row.key);
    // Its pictures may be gone as well.
    const preview = sql`case when ${blobs.preview} = 'done' then 'waiting' else ${blobs.preview} end`;
    const [kept] = await tx
      .update(blobs)
      .set({ droppedAt: null, preview, neededAt: sql`now()` })
      .where(eq(blobs.id, row.id))
      .returning(STORED_FILE);
    return kept;
  });
}
