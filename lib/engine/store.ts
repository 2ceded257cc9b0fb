import { singleton, takeSingleton } from "@/db/singleton";
import { checkpointAll, type Ending, finishAll, type HeldMemos } from "./endings";
import { grouped } from "./grouped";
import { type EventBody, insertEvents } from "./ingest";
import { ensureSchema } from "./schema";
import { type Database, openDatabase, type Sql } from "./sql";

/** Connections for what a caller waits on: accepted events, memoised steps, finished runs. */
const FIRM_CONNECTIONS = 6;
/** Connections for dispatching and claiming. */
const QUICK_CONNECTIONS = 2;

export interface Store {
  /** Commits here are on disk when they are acknowledged. */
  firm: Database;
  /**
   * Commits here may be forgotten by a Postgres that crashes, never by a process that does. For work that is only
   * a plan (dispatch, claim): whatever is built on it commits later in the same log, so it survives whenever that does.
   */
  quick: Database;
  /** `firm.sql` */
  sql: Sql;
  /** Inserts events, together with those of other callers. */
  accept: (events: EventBody[]) => Promise<void>;
  /** Per job the run's number of steps, or undefined when the job is no longer its worker's. */
  checkpoint: (job: HeldMemos) => Promise<number | undefined>;
  /** False when the job is no longer its worker's. */
  finish: (ending: Ending) => Promise<boolean>;
  /** Resolves when the engine's schema is there. Tries again on the next call when it failed. */
  ready(): Promise<void>;
}

/** The engine's connections, once per process: the SDK's calls (in Next's bundle) and the engine (in server.ts) share them. */
export function openStore(databaseUrl: string): Store {
  return singleton("engine.store", () => {
    const firm = openDatabase(databaseUrl, { max: FIRM_CONNECTIONS });
    const quick = openDatabase(databaseUrl, { max: QUICK_CONNECTIONS, settings: { synchronous_commit: "off" } });
    const { sql } = firm;
    let prepared: Promise<void> | undefined;
    return {
      firm,
      quick,
      sql,
      accept: grouped((groups) => insertEvents(sql, groups.flat()).then(() => groups.map(() => undefined))),
      checkpoint: grouped((jobs) => checkpointAll(sql, jobs)),
      finish: grouped((endings) => finishAll(sql, endings)),
      ready() {
        prepared ??= ensureSchema(firm).catch((error) => {
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
  await Promise.all([store?.firm.end(), store?.quick.end()]);
}
