import "server-only";
import { and, asc, eq, gt, lte, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { messages, type Reparse, reparses } from "@/db/schema";
import { type Finding, find, keepFindings } from "./check";
import { getCurrentReadings } from "./current-reading";

/** Mails a batch reads at most. */
export const BATCH = 50;
/** A batch that takes longer ends early: a step must fit into the time a platform gives it. */
const MAX_BATCH_MS = 10_000;
const MINUTE_MS = 60_000;

/** Whether the pass goes on, and after which pause to keep its pace. */
export type BatchDone = { more: true; pauseMs: number } | { more: false };

const OVER: BatchDone = { more: false };

/**
 * Reads the next mails of a pass again and moves its cursor. Safe to repeat and at once: what was found and the cursor are
 * written together, and only by the first to finish batch number `batch`.
 */
export async function checkBatch(reparseId: string, batch: number): Promise<BatchDone> {
  const pass = await findPass(reparseId);
  if (pass?.state !== "running") return OVER;
  // Done before, by a try whose answer was lost: the next batch is told of under the same id.
  if (pass.batches > batch) return { more: true, pauseMs: 0 };

  const startedAt = Date.now();
  const findings = await readBatch(pass, startedAt + MAX_BATCH_MS);
  const more = await keepBatch(pass, findings);
  if (!more) return OVER;
  return { more, pauseMs: Math.max(0, Math.round((findings.length * MINUTE_MS) / pass.perMinute - (Date.now() - startedAt))) };
}

async function readBatch({ workspaceId, cursor, until }: Reparse, deadline: number): Promise<Finding[]> {
  const next = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), cursor ? gt(messages.id, cursor) : undefined, lte(messages.id, until)))
    .orderBy(asc(messages.id))
    .limit(BATCH);
  const findings: Finding[] = [];
  // One after the other: bodies are as large as their senders like.
  for (const { id } of next) {
    const [current] = await getCurrentReadings(db, workspaceId, [id]);
    if (current) findings.push(await find(current));
    if (Date.now() > deadline) break;
  }
  return findings;
}

/** Answers whether the pass goes on. */
function keepBatch(pass: Reparse, findings: Finding[]): Promise<boolean> {
  const last = findings.at(-1)?.current.message.id;
  const unreadable = findings.filter(({ again }) => !again.ok).length;
  const differing = findings.filter(({ differences }) => differences.length > 0).length;
  return db.transaction(async (tx) => {
    const [moved] = await tx
      .update(reparses)
      .set({
        batches: sql`${reparses.batches} + 1`,
        movedAt: sql`now()`,
        checked: sql`${reparses.checked} + ${findings.length}`,
        differing: sql`${reparses.differing} + ${differing}`,
        unreadable: sql`${reparses.unreadable} + ${unreadable}`,
        ...(last ? { cursor: last } : { state: "done" as const, finishedAt: sql`now()` }),
      })
      .where(and(eq(reparses.id, pass.id), eq(reparses.batches, pass.batches), eq(reparses.state, "running")))
      .returning({ state: reparses.state });
    if (moved) await keepFindings(tx, findings);
    return moved ? moved.state === "running" : (await findPass(pass.id))?.state === "running";
  });
}

async function findPass(reparseId: string): Promise<Reparse | undefined> {
  const [pass] = await db.select().from(reparses).where(eq(reparses.id, reparseId));
  return pass;
}
