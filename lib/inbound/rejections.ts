import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import { db } from "@/db/client";
import { rejections } from "@/db/schema";
import { singleton } from "@/db/singleton";
import type { DoorSource } from "./door-source";
import type { Refusal } from "./refusals";
import { shown } from "./signatures/verdict";

/** Kept per source. */
const MAX_KEPT = 200;
/** Written per source and minute: a flood of forged requests must not become a flood of writes. */
const MAX_PER_MINUTE = 30;
const MINUTE_MS = 60_000;
/** Sources remembered at once. */
const MAX_COUNTED = 1_000;

/** What is our own trouble, or a matter of load, tells nobody anything about their set-up. */
const UNTRACED = new Set<Refusal["error"]>(["backlog", "busy", "unavailable"]);

/** Keeps a trace of a refused request for the people of the source: which check failed, never the body. */
export async function traceRejection(source: Pick<DoorSource, "id" | "workspaceId">, refusal: Refusal): Promise<void> {
  if (UNTRACED.has(refusal.error) || !mayWrite(source.id)) return;
  await db.insert(rejections).values({
    workspaceId: source.workspaceId,
    sourceId: source.id,
    status: refusal.status,
    failed: refusal.error,
    reason: refusal.message,
    expected: refusal.expected ?? null,
    seen: refusal.seen === undefined ? null : shown(refusal.seen),
  });
  await forgetOld(source.id);
}

async function forgetOld(sourceId: string) {
  const [oldest] = await db
    .select({ id: rejections.id })
    .from(rejections)
    .where(eq(rejections.sourceId, sourceId))
    .orderBy(desc(rejections.id))
    .offset(MAX_KEPT - 1)
    .limit(1);
  if (oldest) await db.delete(rejections).where(and(eq(rejections.sourceId, sourceId), lt(rejections.id, oldest.id)));
}

function mayWrite(sourceId: string): boolean {
  const written = singleton("rejections-written", () => new Map<string, { count: number; until: number }>());
  const now = Date.now();
  const window = written.get(sourceId);
  if (window && window.until > now) return ++window.count <= MAX_PER_MINUTE;
  if (written.size >= MAX_COUNTED) written.clear();
  written.set(sourceId, { count: 1, until: now + MINUTE_MS });
  return true;
}
