import "server-only";
import type { FeedRow } from "@/db/schema";
import { findFeedEnd, listFeedAfter, listRecentSeqs } from "./queries";

/** A seq that was taken and never committed (a rollback) is given up after this. */
const GAP_LIFE_MS = 60_000;
const MAX_GAPS = 1_000;
/** How far back a new reader looks for rows still in flight. */
const GAPS_LOOKED_BACK = 100;

export interface FeedReader {
  /** Rows committed since the last call, each once. `inOrder` is false for one that was overtaken by a higher seq. */
  read(): Promise<{ row: FeedRow; inOrder: boolean }[]>;
}

/**
 * Reads the feed from where it stands now. A seq is taken before its transaction commits, so rows turn up out of order:
 * the holes in the sequence are remembered, and asked for again until they fill or grow old.
 */
export async function openFeedReader(now: () => number = Date.now): Promise<FeedReader> {
  let last = await findFeedEnd();
  const gaps = new Map<number, number>();
  noteGaps(Math.max(0, last - GAPS_LOOKED_BACK), await listRecentSeqs(last, GAPS_LOOKED_BACK));

  function noteGaps(from: number, seqs: number[]) {
    let expected = from + 1;
    for (const seq of seqs) {
      for (let missing = Math.max(expected, seq - MAX_GAPS); missing < seq; missing++) gaps.set(missing, now());
      expected = Math.max(expected, seq + 1);
    }
  }

  function forgetOldGaps() {
    for (const [seq, since] of gaps) if (gaps.size > MAX_GAPS || now() - since > GAP_LIFE_MS) gaps.delete(seq);
  }

  return {
    async read() {
      forgetOldGaps();
      const before = last;
      const rows = await listFeedAfter(before, [...gaps.keys()]);
      const fresh = rows.filter(({ seq }) => seq > before).map(({ seq }) => seq);
      noteGaps(before, fresh);
      last = fresh.at(-1) ?? before;
      for (const { seq } of rows) gaps.delete(seq);
      return rows.map((row) => ({ row, inOrder: row.seq > before }));
    },
  };
}
