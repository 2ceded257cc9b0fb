import "server-only";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { singleton, takeSingleton } from "@/db/singleton";
import { EnvError, env } from "@/env";
import { prepared } from "./prepared";
import * as schema from "./schema";

/** Connections for ordinary queries. The door, the listener and the engine hold their own. */
const POOL_SIZE = 10;

export type Db = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

/** The database. Connects at first use: server.ts learns the address only after it started Postgres. */
export const db: Db = new Proxy({} as Db, { get: (_, key) => Reflect.get(open(), key) });

/** Address of the database, or an error that says what to set. */
export function databaseUrl(): string {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new EnvError("DATABASE_URL: set it to a Postgres address, or start with `npm start`, which brings its own");
  return DATABASE_URL;
}

/** For LISTEN and session locks, which do not pass a transaction pooler. */
export function directDatabaseUrl(): string {
  return env().DATABASE_URL_DIRECT ?? databaseUrl();
}

export async function closeDatabase() {
  await takeSingleton<Db>("db")?.$client.end({ timeout: 2 });
}

function open(): Db {
  return singleton("db", () => {
    const sql = postgres(databaseUrl(), { max: POOL_SIZE, onnotice: () => undefined });
    // Behind a transaction pooler a session's prepared statements are not there for the next transaction.
    const pooled = env().DATABASE_URL_DIRECT !== undefined;
    return drizzle(pooled ? sql : prepared(sql), { schema, casing: "snake_case" });
  });
}
