import "server-only";
import { eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import { singleton } from "@/db/singleton";
import { env } from "@/env";

/** How long a count is good for. */
const FRESH_MS = 1_000;

interface Backlog {
  full: boolean;
  until: number;
  asking: boolean;
}

/**
 * Is more accepted and unfinished than this installation allows? Answers from the last count and renews it on the side:
 * no request waits for the question.
 */
export function isBacklogged(): boolean {
  const backlog = singleton<Backlog>("backlog", () => ({ full: false, until: 0, asking: false }));
  if (backlog.until < Date.now() && !backlog.asking) void renew(backlog);
  return backlog.full;
}

async function renew(backlog: Backlog) {
  backlog.asking = true;
  try {
    backlog.full = await isFull(env().MAILROOM_MAX_BACKLOG);
  } catch {
    // The database is away: the insert will say so.
  }
  backlog.until = Date.now() + FRESH_MS;
  backlog.asking = false;
}

/** Looks no further than the limit, along the index of what is unfinished. */
async function isFull(limit: number): Promise<boolean> {
  const over = db.select({ one: sql`1` }).from(deliveries).where(eq(deliveries.state, sql`'accepted'`)).offset(limit).limit(1);
  return (await over).length > 0;
}
