import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

// One level below the project's root, as is the bundle (.server/server.mjs) that this becomes part of.
const MIGRATIONS = fileURLToPath(new URL("../db/migrations", import.meta.url));

/** Names our lock among all advisory locks of the database. */
const LOCK = 0x6d61696c;

/**
 * Brings the database's schema up to date. Safe at once: processes queue on a session lock, so `url` must not lead through a
 * transaction pooler.
 */
export async function migrateDatabase(url: string) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await migrate(drizzle(sql), { migrationsFolder: MIGRATIONS });
  } finally {
    await sql.end();
  }
}
