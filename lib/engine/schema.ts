import type postgres from "postgres";
import { CLAIM } from "./schema-claim";
import { TABLES } from "./schema-tables";
import { TRANSITIONS } from "./schema-transitions";
import { WORKERS } from "./schema-workers";

/** Each entry runs once per database, in order; never edit one that was released. */
const MIGRATIONS: readonly string[] = [TABLES, CLAIM, TRANSITIONS, WORKERS];

/** Any number, the same in every process: one migrates, the others wait. */
const MIGRATION_LOCK = 4_829_301;

/** Creates or upgrades schema `inngest_embedded`. Safe to call from several processes at once. */
export async function ensureSchema(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
    await tx.unsafe(`
      create schema if not exists inngest_embedded;
      set local search_path to inngest_embedded;
      create table if not exists migration (version int primary key, at timestamptz not null default now());
    `);
    const [row] = await tx<{ version: number }[]>`select coalesce(max(version), 0)::int as version from migration`;
    const applied = row?.version ?? 0;
    for (const [index, statements] of MIGRATIONS.entries()) {
      if (index < applied) continue;
      await tx.unsafe(statements);
      await tx`insert into migration (version) values (${index + 1})`;
    }
  });
}
