import type { Row } from "@/app/_data/conversations";

/** What the list showed when it was scrolled away from its top: ids in order, each with the time it stood at. */
export type Held = ReadonlyMap<string, string>;

export function hold(rows: Row[]): Held {
  return new Map(rows.map(({ id, lastMessageAt }) => [id, lastMessageAt]));
}

/**
 * Keeps rows from moving under somebody who reads further down: what was there keeps its place (with fresh content), what came on top since
 * waits and is counted. Pages loaded later go on below.
 */
export function holdRows(rows: Row[], held: Held | undefined): { shown: Row[]; waiting: number } {
  if (!held) return { shown: rows, waiting: 0 };

  const fresh = new Map(rows.map((row) => [row.id, row]));
  const kept = [...held.keys()].flatMap((id) => fresh.get(id) ?? []);
  const end = [...held.values()].at(-1) ?? "";
  const below = rows.filter((row) => !held.has(row.id) && row.lastMessageAt <= end);
  const waiting = rows.filter((row) => row.lastMessageAt > (held.get(row.id) ?? end)).length;
  return { shown: [...kept, ...below], waiting };
}
