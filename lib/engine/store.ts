import postgres from "postgres";
import { singleton, takeSingleton } from "@/db/singleton";
import { checkpointAll, type Ending, finishAll, type HeldMemos } from "./endings";
import { grouped } from "./grouped";
import { type EventBody, insertEvents } from "./ingest";
import { ensureSchema } from "./schema";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;

/** Connections for what a caller waits on: accepted events, memoised steps, finished runs. */
const FIRM_CONNECTIONS = 6;
/** Connections for dispatching and claiming. */
const QUICK_CONNECTIONS = 2;

export interface Store {
  /** A commit here is on disk when it is acknowledged. */
  sql: Sql;
  /**
   * A commit here may be forgotten by a Postgres that crashes, never by a process that does. For work that is only
   * a plan (dispatch, claim): whatever is built on it commits later in the same log, so it survives whenever that does.
   */
  quick: Sql;
  /** Inserts events, together with those of other callers. */
  accept: (events: EventBody[]) => Promise<void>;
  checkpoint: (job: HeldMemos) => Promise<number | undefined>;
  finish: (ending: Ending) => Promise<boolean>;
  /** Resolves when the engine's schema is there. Tries again on the next call when it failed. */
  ready(): Promise<void>;
}

/** The engine's connections, once per process: the SDK's calls (in Next's bundle) and the engine (in server.ts) share them. */
export function openStore(databaseUrl: string): Store {
  return singleton("engine.store", () => {
    const sql = connect(databaseUrl, FIRM_CONNECTIONS);
    const quick = connect(databaseUrl, QUICK_CONNECTIONS, { synchronous_commit: "off" });
    let prepared: Promise<void> | undefined;
    return {
      sql,
      quick,
      accept: grouped((groups) => insertEvents(sql, groups.flat()).then(() => groups.map(() => undefined))),
      checkpoint: grouped((jobs) => checkpointAll(sql, jobs)),
      finish: grouped((endings) => finishAll(sql, endings)),
      ready() {
        prepared ??= ensureSchema(sql).catch((error) => {
          prepared = undefined;
          throw error;
        });
        return prepared;
      },
    };
  });
}

export async function closeStore() {
  const store = takeSingleton<Store>("engine.store");
  await Promise.all([store?.sql.end({ timeout: 5 }), store?.quick.end({ timeout: 5 })]);
}

/** Connections to `databaseUrl`, opened at first use and again when Postgres comes back. */
export function connect(
  databaseUrl: string,
  max: number,
  connection: Record<string, string> = {},
  options: postgres.Options<Record<string, never>> = {},
): Sql {
  return postgres(databaseUrl, {
    max,
    connect_timeout: 5,
    backoff: false,
    onnotice: () => undefined,
    ...options,
    connection: { application_name: "mailroom-engine", search_path: "inngest_embedded", ...connection },
  });
}
