import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { downloads, users } from "@/db/schema";
import type { FileWarning } from "./warnings";

const MAX_LISTED = 50;

/** Notes that somebody got a file, and of what they were warned. */
export async function recordDownload(
  workspaceId: WorkspaceId,
  download: { attachmentId: string; userId: string; warnings: FileWarning[] },
): Promise<void> {
  await db.insert(downloads).values({ workspaceId, ...download });
}

/** Who got a file, newest first. `name` is null for somebody who is gone. */
export function listDownloads(workspaceId: WorkspaceId, attachmentId: string) {
  return db
    .select({ id: downloads.id, name: users.name, warnings: downloads.warnings, at: downloads.at })
    .from(downloads)
    .leftJoin(users, eq(users.id, downloads.userId))
    .where(and(eq(downloads.workspaceId, workspaceId), eq(downloads.attachmentId, attachmentId)))
    .orderBy(desc(downloads.at), desc(downloads.id))
    .limit(MAX_LISTED);
}

export type DownloadRow = Awaited<ReturnType<typeof listDownloads>>[number];
