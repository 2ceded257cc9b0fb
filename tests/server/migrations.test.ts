import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { migrateDatabase } from "@/db/migrate";
import { expect, test } from "@/tests/support/server-test";

const run = promisify(execFile);

test("the migrations make the schema the code describes", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mailroom-migrations-"));
  await cp("db/migrations", directory, { recursive: true });

  // drizzle-kit puts "./" before whatever --out says.
  const { stdout } = await run(process.execPath, [
    "node_modules/drizzle-kit/bin.cjs",
    "generate",
    "--dialect=postgresql",
    "--schema=./db/schema/index.ts",
    "--casing=snake_case",
    `--out=${relative(".", directory)}`,
  ]);

  expect(stdout, "run `npm run db:generate` and commit what it makes").toContain("No schema changes");
  await rm(directory, { recursive: true });
});

test("several processes may migrate an empty database at once", async ({ database: { sql, url } }) => {
  await sql`create database at_once`;
  const fresh = new URL("/at_once", url).href;

  await Promise.all(Array.from({ length: 5 }, () => migrateDatabase(fresh)));
  await migrateDatabase(fresh);

  const journal = JSON.parse(await readFile("db/migrations/meta/_journal.json", "utf8")) as { entries: unknown[] };
  const [applied] = await sql`select count(*)::int as count from drizzle.__drizzle_migrations`;
  expect(applied?.count).toBe(journal.entries.length);
});

test("every test starts with empty tables", async ({ database: { sql } }) => {
  await sql`insert into users (id, name, email) values (gen_random_uuid(), 'Left behind', 'left@behind.example')`;
});

test("even after one that left rows", async ({ database: { sql } }) => {
  expect(await sql`select id from users`).toHaveLength(0);
});
