import { createHash } from "node:crypto";
import type postgres from "postgres";
import { CLAIM } from "./schema-claim";
import { QUEUE } from "./schema-queue";
import { TABLES } from "./schema-tables";
import { TRANSITIONS } from "./schema-transitions";
import { WORKERS } from "./schema-workers";

/** Each entry runs once per database, in order; never edit one that was released. */
const MIGRATIONS: readonly string[] = [TABLES];

/** Replaced whenever their text changes. */
const FUNCTIONS = QUEUE + CLAIM + TRANSITIONS + WORKERS;

const VERSION = `${MIGRATIONS.length} ${createHash("sha256").update(FUNCTIONS).digest("hex").slice(0, 16)}`;

/** Any number, the same in every process: one migrates, the others wait. */
const MIGRATION_LOCK = 4_829_301;

/**
 * Creates or upgrades schema `inngest_embedded`. Safe to call from several processes at once. The version is kept as
 * the schema's comment, where emptying every table does not lose it.
 */
export async function ensureSchema(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK}::int)`;
    await tx`create schema if not exists inngest_embedded`;
    const [row] = await tx<{ version: string | null }[]>`select obj_description('inngest_embedded'::regnamespace) as version`;
    if (row?.version === VERSION) return;
    const missing = MIGRATIONS.slice(Number.parseInt(row?.version ?? "0", 10));
    await tx.unsafe([...missing, DROP_FUNCTIONS, FUNCTIONS, `comment on schema inngest_embedded is '${VERSION}'`].join(";\n"));
  });
}

const DROP_FUNCTIONS = `
do $$
declare f regprocedure;
begin
  for f in select oid::regprocedure from pg_proc where pronamespace = 'inngest_embedded'::regnamespace loop
    execute 'drop function ' || f;
  end loop;
end $$;
`;
