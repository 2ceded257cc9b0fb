import { hostname } from "node:os";
import { Client } from "pg";
import type { Log } from "./log";
import { SETTINGS, type Store } from "./store";
import { WAKE_CHANNEL } from "./wake";

export const BEAT_MS = 1000;
export const LEASE_MS = 15_000;

/** The engine starts beside Next, which on a busy machine keeps the process from its sockets for seconds. */
const CONNECT_MS = 30_000;

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

interface Beat {
  worker: number;
  beats: string;
  alive: boolean;
  gone: boolean;
}

export function openLiveness({ firm }: Store, { databaseUrl, leaseMs, log, onWake }: LivenessOptions): Liveness {
  let session: Client | undefined;
  const seen = new Map<number, { beats: string; at: number }>();
  let registered: number | undefined;

  const liveness: Liveness = {
    worker: undefined,
    async beat() {
      registered ??= await register();
      session ??= await openSession();
      const { rows } = await session.query<Beat>("select * from beat($1)", [registered]);
      const me = rows.find(({ worker }) => worker === registered);
      liveness.worker = me?.alive && !me.gone ? registered : undefined;
      if (!me || me.gone) {
        // We were given up (a long pause, a cut connection): what we hold is somebody else's. Start as somebody new.
        registered = undefined;
        return 0;
      }
      let freed = 0;
      for (const other of rows) if (other !== me && (!other.alive || other.gone || hangs(other))) freed += await release(other);
      return freed;
    },
    async stop() {
      liveness.worker = undefined;
      if (registered !== undefined) await firm`select release_worker(${registered})`.catch(() => undefined);
      registered = undefined;
      await session?.end().catch(() => undefined);
    },
  };

  async function register() {
    const [row] = await firm<{ id: number }[]>`insert into worker (host) values (${`${hostname()}:${process.pid}`}) returning id`;
    return row?.id;
  }

  async function openSession(): Promise<Client> {
    const options = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
    const client = new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      options: options.join(" "),
    });
    // The lock is gone with the connection: claim nothing until the next beat has it back.
    const lost = () => {
      liveness.worker = undefined;
      if (session === client) session = undefined;
    };
    client.on("error", lost).on("end", lost).on("notification", onWake);
    await client.connect();
    await client.query(`listen ${WAKE_CHANNEL}`);
    // What was told meanwhile, nobody heard.
    onWake();
    return client;
  }

  function hangs({ worker, beats }: Beat): boolean {
    const now = performance.now();
    const last = seen.get(worker);
    if (last?.beats === beats) return now - last.at > leaseMs;
    seen.set(worker, { beats, at: now });
    return false;
  }

  async function release({ worker, alive }: Beat): Promise<number> {
    const [row] = await firm<{ jobs: number }[]>`select release_worker(${worker}) as jobs`;
    seen.delete(worker);
    if (row?.jobs) log.info(`engine: freed ${row.jobs} jobs of worker ${worker}, which ${alive ? "hangs" : "is gone"}`);
    return row?.jobs ?? 0;
  }

  return liveness;
}
