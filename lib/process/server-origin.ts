import { sql } from "drizzle-orm";
import { db } from "@/db/client";

/** Where the server on our embedded database answers, as it announced (claim.ts). Undefined when none runs there. */
export async function findServerOrigin(): Promise<string | undefined> {
  const [row] = await db.execute<{ origin: string }>(sql`
    select substring(application_name from '^mailroom, process \\d+ at (http\\S+)$') as origin
    from pg_stat_activity
    where datname = current_database() and application_name like 'mailroom, process % at %'`);
  return row?.origin;
}
