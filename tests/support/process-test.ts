import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { isPostmaster, readLock } from "@/db/embedded/lock";
import { startPostgres } from "@/db/embedded/postgres";
import { stopPostmaster } from "@/db/embedded/postmaster";
import { forgetEnv } from "@/env";
import { loadSecret } from "@/lib/process/secret";
import { type App, type AppOptions, startApp } from "./app";

export { expect } from "@playwright/test";

/** What a test of the whole process gets: everything in it is gone afterwards, processes included. */
interface ProcessFixtures {
  /** An empty data directory. */
  dataDirectory: string;
  /** Starts the built app on `dataDirectory`. */
  start(variables?: Record<string, string>, options?: Partial<AppOptions>): Promise<App>;
  /** Points this process's own `db` at the database in `dataDirectory`, which must be running. */
  look(): Promise<postgres.Sql>;
}

/** Starting, killing and starting again takes its time on a busy machine. */
const TIMEOUT_MS = 480_000;

export const test = base.extend<ProcessFixtures>({
  dataDirectory: async ({}, use, info) => {
    info.setTimeout(TIMEOUT_MS);
    const directory = await mkdtemp(join(tmpdir(), "mailroom-process-"));
    await chmod(directory, 0o755);
    await use(directory);
    await stopDatabase(directory);
    await rm(directory, { recursive: true, force: true });
  },

  start: async ({ dataDirectory }, use, info) => {
    const apps: App[] = [];
    await use(async (variables, options) => {
      const app = await startApp({ dataDirectory, ...(variables && { variables }), ...options });
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.end("SIGKILL");
    if (info.status !== info.expectedStatus) for (const app of apps) console.log(`Process ${app.pid} had printed:\n${app.output()}`);
  },

  look: async ({ dataDirectory }, use) => {
    let sql: postgres.Sql | undefined;
    await use(async () => {
      const { url } = await startPostgres({ dataDirectory });
      const secret = await loadSecret(dataDirectory);
      Object.assign(process.env, { DATABASE_URL: url, MAILROOM_DATA: dataDirectory, MAILROOM_SECRET: secret });
      forgetEnv();
      sql = postgres(url, { max: 2, onnotice: () => undefined });
      return sql;
    });
    await closeDatabase();
    await sql?.end({ timeout: 2 });
  },
});

/** The postmaster of a data directory, whoever started it. Not whoever hands a dead one's lock on: that is our own app. */
export async function findPostmaster(dataDirectory: string): Promise<number | undefined> {
  const lock = await readLock(join(dataDirectory, "postgres"));
  return lock && isPostmaster(lock.pid) ? lock.pid : undefined;
}

async function stopDatabase(dataDirectory: string) {
  const pid = await findPostmaster(dataDirectory);
  if (pid !== undefined) await stopPostmaster(pid);
}
