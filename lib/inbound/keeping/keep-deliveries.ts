import type { Accepted, NewDelivery } from "./new-delivery";

/** What keeping deliveries asks of the database: each call is one statement, committed when it returns. */
export interface DeliveriesTable {
  /** Inserts what is new; what meets an existing (source, dedupe key) is left out (I2). Returns how many were new. */
  insert(rows: readonly NewDelivery[]): Promise<number>;
  /** The deliveries under the (source, dedupe key) of these: themselves, or what came before them. */
  findSame(rows: readonly NewDelivery[]): Promise<Known[]>;
  /** Adds to `repeats` of each. */
  countRepeats(times: ReadonlyMap<string, number>): Promise<void>;
}

export interface Known {
  id: string;
  sourceId: string;
  dedupeKey: string;
  bodySha256: string;
}

/**
 * Keeps a batch: one statement when nothing in it came before. What did is told apart afterwards: the same bytes are a
 * repeat, other bytes under the same event id are kept as a variant. Answers in the order of the rows.
 */
export async function keepDeliveries(table: DeliveriesTable, rows: readonly NewDelivery[]): Promise<Accepted[]> {
  const inserted = await table.insert(inLockOrder(rows));
  if (inserted === rows.length) return rows.map(asNew);
  const outcomes = await tellApart(table, rows);
  return rows.map((row) => outcomes.get(row.id) ?? asNew(row));
}

async function tellApart(table: DeliveriesTable, rows: readonly NewDelivery[]): Promise<Map<string, Accepted>> {
  const known = new Map((await table.findSame(rows)).map((row) => [nameOf(row), row]));
  const outcomes = new Map<string, Accepted>();
  const repeats = new Map<string, number>();
  const variants: NewDelivery[] = [];

  for (const row of rows) {
    const first = known.get(nameOf(row));
    if (!first) throw new Error("The delivery this one repeats was removed meanwhile");
    if (first.id === row.id) continue;
    if (first.bodySha256 === row.bodySha256) {
      repeats.set(first.id, (repeats.get(first.id) ?? 0) + 1);
      outcomes.set(row.id, { status: "duplicate", id: first.id });
    } else variants.push({ ...row, dedupeKey: `${row.dedupeKey}#${row.bodySha256}`, variantOf: first.id });
  }

  if (repeats.size > 0) await table.countRepeats(repeats);
  if (variants.length > 0) {
    const kept = await keepDeliveries(table, variants);
    for (const [at, variant] of variants.entries()) outcomes.set(variant.id, kept[at] ?? asNew(variant));
  }
  return outcomes;
}

function asNew({ id, variantOf }: NewDelivery): Accepted {
  return { status: variantOf ? "variant" : "accepted", id };
}

// Two processes that insert the same keys in opposite orders would wait for each other without end.
function inLockOrder(rows: readonly NewDelivery[]): NewDelivery[] {
  return rows.length === 1 ? [...rows] : rows.toSorted((a, b) => compare(nameOf(a), nameOf(b)));
}

function nameOf({ sourceId, dedupeKey }: Pick<NewDelivery, "sourceId" | "dedupeKey">): string {
  return `${sourceId} ${dedupeKey}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
