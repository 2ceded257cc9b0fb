import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { forgetEnv } from "@/env";
import { TEST_POSTGRES } from "./global-setup";

export { expect } from "@playwright/test";

export interface TestDatabase {
  url: string;
  /** A connection of the test's own, beside the product's pool. */
  sql: postgres.Sql;
}

/**
 * A test on a real Postgres: each worker has a database of its own, with the schema, and every test finds it empty.
 * `process.env` points the product at it, as server.ts would.
 */
export const test = base.extend<{ emptyDatabase: undefined }, { database: TestDatabase }>({
  database: [
    async ({}, use, { workerIndex }) => {
      const server = process.env[TEST_POSTGRES];
      if (!server) throw new Error("this test needs Postgres: run it in the server or browser project");
      const url = await createDatabase(server, `w_${workerIndex}`);
      const dataDirectory = await mkdtemp(join(tmpdir(), "mailroom-worker-"));
      Object.assign(process.env, {
        DATABASE_URL: url,
        MAILROOM_DATA: dataDirectory,
        MAILROOM_SECRET: "a secret of the tests, at least 32 characters long",
        MAILROOM_LOG: "error",
      });
      forgetEnv();

      const sql = postgres(url, { max: 2, onnotice: () => undefined });
      await use({ url, sql });

      await closeDatabase();
      await sql.end({ timeout: 2 });
      await rm(dataDirectory, { recursive: true, force: true });
    },
    { scope: "worker", auto: true },
  ],

  emptyDatabase: [
    async ({ database }, use) => {
      await deleteAllRows(database.sql);
      await use(undefined);
    },
    { auto: true },
  ],
});

async function createDatabase(server: string, name: string): Promise<string> {
  const sql = postgres(server, { max: 1 });
  await sql`create database ${sql(name)} template template`;
  await sql.end();
  return new URL(`/${name}`, server).href;
}

/** One round trip. Deleting takes milliseconds where TRUNCATE takes a file system's time; foreign keys are off for the while. */
async function deleteAllRows(sql: postgres.Sql) {
  await sql.unsafe(`do $$
    declare t record;
    begin
      set local session_replication_role = replica;
      for t in select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'drizzle') loop
        execute format('delete from %I.%I', t.schemaname, t.tablename);
      end loop;
    end $$`);
}
