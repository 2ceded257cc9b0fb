import type { Accepted, NewDelivery } from "./new-delivery";

/** What keeping deliveries asks of the database: each call is one statement, committed when it returns. */
export interface DeliveriesTable {
  /** Inserts what is new and returns the ids of those rows; what meets an existing (source, dedupe key) is left out (I2). */
  insert(rows: readonly NewDelivery[]): Promise<Set<string>>;
  /** The deliveries under the same (source, dedupe key) as these. */
  findSame(rows: readonly NewDelivery[]): Promise<Earlier[]>;
  /** Adds to `repeats` of each. */
  countRepeats(times: ReadonlyMap<string, number>): Promise<void>;
}

export interface Earlier {
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
  const known = rows.filter(({ id }) => !inserted.has(id));
  const outcomes = known.length > 0 ? await resolve(table, known) : new Map<string, Accepted>();
  return rows.map(({ id, variantOf }) => outcomes.get(id) ?? { status: variantOf ? "variant" : "accepted", id });
}

async function resolve(table: DeliveriesTable, rows: readonly NewDelivery[]): Promise<Map<string, Accepted>> {
  const earlier = new Map((await table.findSame(rows)).map((row) => [nameOf(row), row]));
  const outcomes = new Map<string, Accepted>();
  const repeats = new Map<string, number>();
  const variants: NewDelivery[] = [];

  for (const row of rows) {
    const first = earlier.get(nameOf(row));
    if (!first) throw new Error("The delivery this one repeats was removed meanwhile");
    if (first.bodySha256 !== row.bodySha256)
      variants.push({ ...row, dedupeKey: `${row.dedupeKey}#${row.bodySha256}`, variantOf: first.id });
    else {
      repeats.set(first.id, (repeats.get(first.id) ?? 0) + 1);
      outcomes.set(row.id, { status: "duplicate", id: first.id });
    }
  }

  if (repeats.size > 0) await table.countRepeats(repeats);
  if (variants.length > 0) {
    const kept = await keepDeliveries(table, variants);
    for (const [at, variant] of variants.entries()) outcomes.set(variant.id, kept[at] ?? { status: "variant", id: variant.id });
  }
  return outcomes;
}

// Two processes that insert the same keys in opposite orders would wait for each other without end.
function inLockOrder(rows: readonly NewDelivery[]): NewDelivery[] {
  return rows.toSorted((a, b) => compare(nameOf(a), nameOf(b)));
}

function nameOf({ sourceId, dedupeKey }: Pick<NewDelivery, "sourceId" | "dedupeKey">): string {
  return `${sourceId} ${dedupeKey}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
