import "server-only";
import { and, count, desc, eq, inArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { newId, type WorkspaceId } from "@/db/columns";
import { messages, type Reparse, reparses } from "@/db/schema";

/** Mails read again a minute unless somebody says otherwise: a share of one worker, so that new mail does not wait. */
export const DEFAULT_PER_MINUTE = 1_200;
export const MAX_PER_MINUTE = 60_000;
/** Passes shown of one workspace. */
const MAX_SHOWN = 20;

export interface PassOptions {
  /** Null for an operator at the command line. */
  userId: string | null;
  perMinute?: number;
}

/**
 * Begins a pass over all mail of a workspace, or finds the one that is under way: two who press at once start one. The caller
 * tells the engine (lib/jobs/emit-reparse.ts). Undefined when there is no mail.
 */
export async function startReparse(
  workspaceId: WorkspaceId,
  { userId, perMinute = DEFAULT_PER_MINUTE }: PassOptions,
): Promise<Reparse | undefined> {
  const [counted] = await db
    .select({ total: count(), until: sql<string | null>`max(${messages.id}::text)::uuid` })
    .from(messages)
    .where(eq(messages.workspaceId, workspaceId));
  if (!counted?.until) return undefined;

  const [started] = await db
    .insert(reparses)
    .values({ id: newId(), workspaceId, userId, perMinute, until: counted.until, total: counted.total })
    .onConflictDoNothing()
    .returning();
  return started ?? findRunning(workspaceId);
}

/** Ends a pass where it is; it can go on from there. False when it is not running, or not of this workspace. */
export async function stopReparse(workspaceId: WorkspaceId, reparseId: string): Promise<boolean> {
  const stopped = await db
    .update(reparses)
    .set({ state: "stopped", finishedAt: sql`now()` })
    .where(and(isOf(workspaceId, reparseId), eq(reparses.state, "running")))
    .returning({ id: reparses.id });
  return stopped.length > 0;
}

/**
 * Lets a pass that stopped or failed go on where it was; one that runs is told of again, should the engine have lost it.
 * False when it is done, or another runs. The caller tells the engine.
 */
export async function resumeReparse(workspaceId: WorkspaceId, reparseId: string): Promise<boolean> {
  const running = await findRunning(workspaceId);
  if (running && running.id !== reparseId) return false;
  const resumed = await db
    .update(reparses)
    .set({ state: "running", reason: null, finishedAt: null })
    .where(and(isOf(workspaceId, reparseId), inArray(reparses.state, ["running", "stopped", "failed"])))
    .returning({ id: reparses.id });
  return resumed.length > 0;
}

/** A batch could not be read, however often it was tried: the pass stands still, and says why. */
export async function failReparse(reparseId: string, reason: string): Promise<void> {
  await db
    .update(reparses)
    .set({ state: "failed", reason, finishedAt: sql`now()` })
    .where(and(eq(reparses.id, reparseId), eq(reparses.state, "running")));
}

/** Newest first. */
export function listReparses(workspaceId: WorkspaceId): Promise<Reparse[]> {
  return db.select().from(reparses).where(eq(reparses.workspaceId, workspaceId)).orderBy(desc(reparses.id)).limit(MAX_SHOWN);
}

async function findRunning(workspaceId: WorkspaceId): Promise<Reparse | undefined> {
  const [running] = await db
    .select()
    .from(reparses)
    .where(and(eq(reparses.workspaceId, workspaceId), eq(reparses.state, "running")));
  return running;
}

function isOf(workspaceId: WorkspaceId, reparseId: string) {
  return and(eq(reparses.workspaceId, workspaceId), eq(reparses.id, reparseId));
}
