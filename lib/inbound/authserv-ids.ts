import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { sources } from "@/db/schema";

/**
 * Names the servers whose Authentication-Results a source's mail is judged by (RFC 8601 authserv-id), in place of those
 * named before. Returns them as kept; undefined when there is no such source. Mails filed before keep their verdict.
 */
export async function setAuthservIds(workspaceId: WorkspaceId, sourceId: string, ids: readonly string[]): Promise<string[] | undefined> {
  const authservIds = [...new Set(ids.map((id) => id.trim().toLowerCase()).filter(Boolean))];
  const [source] = await db
    .update(sources)
    .set({ authservIds })
    .where(and(eq(sources.workspaceId, workspaceId), eq(sources.id, sourceId)))
    .returning({ authservIds: sources.authservIds });
  return source?.authservIds;
}
