import { hostname } from "node:os";
import { Client } from "pg";
import type { Log } from "./log";
import { connectionTo, sqlOn } from "./sql";
import type { Store } from "./store";
import { WAKE_CHANNEL } from "./wake";

export const BEAT_MS = 1000;
export const LEASE_MS = 15_000;

/**
 * Who is alive. A worker holds a session lock on its id in a connection of its own: when the process dies, however it
 * dies, Postgres drops the lock with the socket and the next beat of anybody frees the jobs. Nobody waits for a lease.
 *
 * Times are this process's monotonic ones: a clock that jumps expires nothing.
 */
export interface Liveness {
  /** This process's worker id; undefined while it cannot prove to be alive. Claim nothing then. */
  worker: number | undefined;
  /** Beats once, and frees the jobs of those who stopped. Answers how many jobs that were. */
  beat(): Promise<number>;
  stop(): Promise<void>;
}

interface LivenessOptions {
  databaseUrl: string;
  leaseMs: number;
  log: Log;
  /** Another process says that there is work; it uses the same connection. */
  onWake(): void;
}

export function openLiveness(store: Store, { databaseUrl, leaseMs, log, onWake }: LivenessOptions): Liveness {
  let session: Client | undefined;
  const seen = new Map<number, { beats: string; at: number }>();
  let registered: number | undefined;

  const liveness: Liveness = {
    worker: undefined,
    async beat() {
      registered ??= await register(store);
      session ??= await openSession();
      const workers = await sqlOn(session.query.bind(session))<{
        worker: number;
        beats: string;
        alive: boolean;
        gone: boolean;
      }>`select * from beat(${registered})`;
      const me = workers.find(({ worker }) => worker === registered);
      if (!me || me.gone) {
        // We were given up (a long pause, a cut connection): what we hold is somebody else's. Start as somebody new.
        registered = undefined;
        liveness.worker = undefined;
        return 0;
      }
      liveness.worker = me.alive ? registered : undefined;

      let freed = 0;
      for (const { worker, beats, alive, gone } of workers) {
        if (worker === registered) continue;
        if (alive && !gone && !hangs(worker, beats)) continue;
        const [row] = await store.sql<{ jobs: number }>`select release_worker(${worker}) as jobs`;
        seen.delete(worker);
        freed += row?.jobs ?? 0;
        if (row?.jobs) log.info(`engine: freed ${row.jobs} jobs of worker ${worker}, which ${alive ? "hangs" : "is gone"}`);
      }
      return freed;
    },
    async stop() {
      const worker = registered;
      liveness.worker = undefined;
      registered = undefined;
      if (worker !== undefined) await store.sql`select release_worker(${worker})`.catch(() => undefined);
      await session?.end().catch(() => undefined);
    },
  };

  async function openSession(): Promise<Client> {
    const client = new Client(connectionTo(databaseUrl));
    // The lock is gone with the connection: claim nothing until the next beat has it back.
    const lost = () => {
      liveness.worker = undefined;
      if (session === client) session = undefined;
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", onWake);
    await client.connect();
    await client.query(`listen ${WAKE_CHANNEL}`);
    // What was told meanwhile, nobody heard.
    onWake();
    return client;
  }

  function hangs(worker: number, beats: string): boolean {
    const now = performance.now();
    const last = seen.get(worker);
    if (last?.beats === beats) return now - last.at > leaseMs;
    seen.set(worker, { beats, at: now });
    return false;
  }

  return liveness;
}

async function register(store: Store): Promise<number> {
  const [row] = await store.sql<{ id: number }>`insert into worker (host) values (${`${hostname()}:${process.pid}`}) returning id`;
  if (!row) throw new Error("The worker could not be registered");
  return row.id;
}
