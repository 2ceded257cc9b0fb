import { resolve } from "node:path";
import { directDatabaseUrl } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { env, forgetEnv } from "@/env";
import { openAsTool } from "./database";
import { type KeptDatabase, keepDatabase } from "./keep-database";
import { loadSecret } from "./secret";

export interface Installation {
  /** Tells whoever starts a second server on the same data directory where this one answers. */
  announce(origin: string): Promise<void>;
  /** Stops the database, if it is our own. */
  stop(): Promise<void>;
}

/**
 * Makes the data directory ready for the server: key, database, schema. `process.env` is complete afterwards. With a
 * `DATABASE_URL` the database is somebody else's, and any number of servers may share it.
 */
export async function openInstallation(say: (line: string) => void, failed: (error: Error) => void): Promise<Installation> {
  const dataDirectory = await completeSecret();
  const own: KeptDatabase | undefined = env().DATABASE_URL ? undefined : await keepDatabase(dataDirectory, say, failed);
  try {
    if (own) complete({ DATABASE_URL: own.url });
    await migrateDatabase(directDatabaseUrl());
  } catch (error) {
    await own?.stop();
    throw error;
  }
  return {
    announce: async (origin) => own?.announce(origin),
    stop: async () => own?.stop(),
  };
}

/** Runs a command on the installation, whether its server runs or not: without one, the database runs as long as the command. */
export async function withInstallation<T>(work: () => Promise<T>): Promise<T> {
  const dataDirectory = await completeSecret();
  const own = env().DATABASE_URL ? undefined : await openAsTool(dataDirectory, (line) => console.error(line));
  try {
    if (own) complete({ DATABASE_URL: own.url });
    await migrateDatabase(directDatabaseUrl());
    return await work();
  } finally {
    await own?.claim.leave(own.postgres.stop);
  }
}

async function completeSecret(): Promise<string> {
  const dataDirectory = resolve(env().MAILROOM_DATA);
  if (!env().MAILROOM_SECRET) complete({ MAILROOM_SECRET: await loadSecret(dataDirectory) });
  return dataDirectory;
}

function complete(variables: Record<string, string>) {
  Object.assign(process.env, variables);
  forgetEnv();
}
