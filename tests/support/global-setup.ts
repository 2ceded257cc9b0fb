import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { startPostgres } from "@/db/embedded/postgres";
import { THROWAWAY } from "@/db/embedded/settings";
import { migrateDatabase } from "@/db/migrate";

/** Address of the run's Postgres server, for the workers; its database `template` has the schema and no rows. */
export const TEST_POSTGRES = "MAILROOM_TEST_POSTGRES";

/** Starts one embedded Postgres for the whole run, unless only pure tests were asked for. */
export default async function globalSetup() {
  if (onlyPureTests(process.argv)) return undefined;

  const directory = await mkdtemp(join(tmpdir(), "mailroom-tests-"));
  await chmod(directory, 0o755);
  const server = await startPostgres({ dataDirectory: directory, settings: THROWAWAY });

  const sql = postgres(server.url, { max: 1 });
  await sql`create database template`;
  await sql.end();
  await migrateDatabase(new URL("/template", server.url).href);
  process.env[TEST_POSTGRES] = server.url;

  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}

/** Playwright tells its set-up nothing of the projects chosen on the command line. */
function onlyPureTests(argv: string[]): boolean {
  const chosen = argv.flatMap((word, at) =>
    word === "--project" ? (argv[at + 1] ?? []) : word.startsWith("--project=") ? word.slice(10) : [],
  );
  return chosen.length > 0 && chosen.every((project) => project === "unit");
}
