import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, lte, max, min, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { type FeedRow, feed } from "@/db/schema";

/** Changes told one by one to a browser that comes back; past that it is quicker to look at everything again. */
export const MAX_REPLAYED = 500;
/** Rows read at once by the listener. */
const ROWS_PER_READ = 1_000;

// A row takes its seq before it is committed, so one with a lower seq can turn up after a higher one was told. A browser that comes
// back is told this much of the recent past again.
const OVERLAP_ROWS = 1_000;
const OVERLAP_SECONDS = 30;

/** Where the feed stands: rows up to here have been told. */
export async function findFeedEnd(): Promise<number> {
  const [row] = await db.select({ last: max(feed.seq) }).from(feed);
  return row?.last ?? 0;
}

/** Rows after `last` and those of `gaps` that have turned up, in order, at most a thousand. */
export function listFeedAfter(last: number, gaps: number[]): Promise<FeedRow[]> {
  const late = gaps.length > 0 ? inArray(feed.seq, gaps) : undefined;
  return db
    .select()
    .from(feed)
    .where(or(gt(feed.seq, last), late))
    .orderBy(asc(feed.seq))
    .limit(ROWS_PER_READ);
}

/** The newest `count` seqs up to `last`, ascending. */
export async function listRecentSeqs(last: number, count: number): Promise<number[]> {
  const rows = await db.select({ seq: feed.seq }).from(feed).where(lte(feed.seq, last)).orderBy(desc(feed.seq)).limit(count);
  return rows.map(({ seq }) => seq).reverse();
}

/** What a person missed since `after`. Undefined when that is too much, or no longer known. */
export async function listMissed(workspaceId: WorkspaceId, userId: string, after: number): Promise<FeedRow[] | undefined> {
  const [kept] = await db.select({ first: min(feed.seq), last: max(feed.seq) }).from(feed);
  if (after > (kept?.last ?? 0) || after + 1 < (kept?.first ?? 1)) return undefined;

  const recent = sql`${feed.at} > now() - make_interval(secs => ${OVERLAP_SECONDS})`;
  const rows = await db
    .select()
    .from(feed)
    .where(
      and(
        eq(feed.workspaceId, workspaceId),
        gt(feed.seq, after - OVERLAP_ROWS),
        or(gt(feed.seq, after), recent),
        or(isNull(feed.userId), eq(feed.userId, userId)),
      ),
    )
    .orderBy(asc(feed.seq))
    .limit(MAX_REPLAYED + 1);
  return rows.length > MAX_REPLAYED ? undefined : rows;
}
