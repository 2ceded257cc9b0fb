import { realpath } from "node:fs/promises";
import postgres from "postgres";
import { ROLE } from "./cluster";

const DATABASE = "mailroom";
const DUPLICATE_DATABASE = "42P04";
/** What Postgres answers instead when both are at it in the same moment. */
const UNIQUE_VIOLATION = "23505";

export function address(password: string, port: number): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/**
 * Whether the server behind `url` is the one of `cluster`, not a stranger on its port; if so, our database is in it afterwards.
 * False when nobody answers.
 */
export async function answersAs(url: string, cluster: string): Promise<boolean> {
  const sql = postgres(new URL("/postgres", url).href, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    const [row] = await sql<{ dataDirectory: string; exists: boolean }[]>`
      select current_setting('data_directory') as "dataDirectory",
             exists (select from pg_database where datname = ${DATABASE}) as "exists"`;
    if (!row || row.dataDirectory !== (await realpath(cluster))) return false;
    // Of two that come at once, one creates it and the other finds it made.
    if (!row.exists) await sql`create database ${sql(DATABASE)}`.catch(unlessExists);
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function unlessExists(error: unknown) {
  const exists = error instanceof postgres.PostgresError && (error.code === DUPLICATE_DATABASE || error.code === UNIQUE_VIOLATION);
  if (!exists) throw error;
}
