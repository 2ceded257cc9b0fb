import { type Column, getTableColumns, type SQL, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Db, Tx } from "./client";

/**
 * Inserts rows by one parameter, for what every mail does: Drizzle builds its own insert anew for each call, value by value,
 * which for a message takes longer than Postgres takes to run it. The rows travel as JSON, so their text must be whole
 * Unicode (lib/mail/clean.ts).
 *
 * `computed` are columns whose value is an expression. A column that no row gives has its default; one that only some give is
 * null in the others.
 */
export async function insertRows<T extends PgTable, C extends keyof T["$inferInsert"] = never>(
  tx: Db | Tx,
  table: T,
  rows: readonly Omit<T["$inferInsert"], C>[],
  computed?: Record<C, SQL>,
): Promise<void> {
  const columns = columnsOf(table);
  const records = rows.map((row) => toRecord(row, columns));
  const given = [...new Set(records.flatMap(Object.keys))].map(quoted);
  const added = Object.entries<SQL>(computed ?? {}).map(([key, value]) => ({ name: quoted(columns.get(key)?.name ?? key), value }));
  await tx.execute(sql`
    insert into ${table} (${sql.raw([...given, ...added.map(({ name }) => name)].join(", "))})
    select ${sql.join([sql.raw(given.join(", ")), ...added.map(({ value }) => value)], COMMA)}
    from json_populate_recordset(null::${table}, ${JSON.stringify(records)})`);
}

interface Named {
  /** In Postgres. */
  name: string;
  make: Column["defaultFn"];
}

const COMMA = sql`, `;
const known = new WeakMap<PgTable, ReadonlyMap<string, Named>>();

/** By the names they have in TypeScript. */
function columnsOf(table: PgTable): ReadonlyMap<string, Named> {
  const named =
    known.get(table) ??
    new Map(
      Object.entries(getTableColumns(table)).map(([key, { keyAsName, name, defaultFn: make }]) => [
        key,
        { name: keyAsName ? toSnakeCase(name) : name, make },
      ]),
    );
  known.set(table, named);
  return named;
}

function toRecord(row: object, columns: ReadonlyMap<string, Named>): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [key, { name, make }] of columns) {
    const own: unknown = Reflect.get(row, key);
    const value = own === undefined ? make?.() : own;
    if (value !== undefined) record[name] = value;
  }
  return record;
}

function quoted(name: string) {
  return `"${name}"`;
}
