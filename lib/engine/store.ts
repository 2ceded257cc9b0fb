import postgres from "postgres";
import { grouped } from "@/db/grouped";
import { singleton, takeSingleton } from "@/db/singleton";
import type { Ending, Memo } from "./answers";
import { type EventBody, insertEvents } from "./ingest";
import type { Held } from "./jobs";
import { ensureSchema } from "./schema";

/** Connections for what a caller waits on: accepted events, memoised steps, finished runs. */
const FIRM_CONNECTIONS = 6;
/** Connections for dispatching and claiming. */
const QUICK_CONNECTIONS = 2;
/** Between attempts to reach a Postgres that went away. */
const RECONNECT_SECONDS = 0.5;

export type Sql = postgres.ISql;
export type Tx = postgres.TransactionSql;

/** Server settings of each of the engine's connections. */
const SETTINGS = { application_name: "mailroom-engine", search_path: "inngest_embedded" };

/** Connections of the engine's own. They are made when they are needed, again and again while Postgres is away. */
export function connect(databaseUrl: string, options: Parameters<typeof postgres>[1]): postgres.Sql {
  return postgres(databaseUrl, { connection: SETTINGS, backoff: () => RECONNECT_SECONDS, onnotice: () => undefined, ...options });
}

/** What a statement answers that has one row of one column. */
export async function scalar<T>(statement: postgres.PendingQuery<postgres.Row[]>): Promise<T> {
  const [row] = await statement.values();
  return row?.[0];
}

export type Store = ReturnType<typeof makeStore>;

/** The engine's connections, once per process: the SDK's calls (in Next's bundle) and the engine (in server.ts) share them. */
export function openStore(databaseUrl: string): Store {
  return singleton("engine.store", () => makeStore(databaseUrl));
}

export async function closeStore() {
  const store = takeSingleton<Store>("engine.store");
  await Promise.all([store?.firm.end({ timeout: 1 }), store?.quick.end({ timeout: 1 })]);
}

function makeStore(databaseUrl: string) {
  const firm = connect(databaseUrl, { max: FIRM_CONNECTIONS });
  let prepared: Promise<void> | undefined;

  /** One statement for the changes of many callers; each is answered by its own result. */
  function transition<Change, Answer>(name: string) {
    return grouped((changes: Change[]) => scalar<Answer[]>(firm`select ${firm(name)}(${JSON.stringify(changes)}::text::json)`));
  }

  return {
    /** What wakes the engines of this process. */
    engines: new Set<() => void>(),
    /** Commits here are on disk when they are acknowledged. */
    firm,
    /**
     * Commits here may be forgotten by a Postgres that crashes, never by a process that does. For work that is only
     * a plan (dispatch, claim): whatever is built on it commits later in the same log, so it survives whenever that does.
     */
    quick: connect(databaseUrl, { max: QUICK_CONNECTIONS, connection: { ...SETTINGS, synchronous_commit: "off" } }),
    /** Inserts events, together with those of other callers. Answers their ids. */
    accept: grouped(async (groups: EventBody[][]) => {
      await insertEvents(firm, groups.flat());
      return groups.map((events) => events.map(({ id }) => id));
    }),
    /** Memoises steps of a job that goes on. The run's number of steps, or null when the job is no longer its worker's. */
    checkpoint: transition<Held & { memos: Memo[] }, number | null>("checkpoint_all"),
    /** Ends the run of a job. False when the job is no longer its worker's: then the answer belongs to nobody. */
    finish: transition<Held & Ending & { runId: string }, boolean>("finish_all"),
    /** Resolves when the engine's schema is there. Tries again on the next call when it failed. */
    ready(): Promise<void> {
      prepared ??= ensureSchema(firm).catch((error) => {
        prepared = undefined;
        throw error;
      });
      return prepared;
    },
  };
}
