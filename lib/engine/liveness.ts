import { hostname } from "node:os";
import type { Log } from "@/lib/process/log";
import { connect, type Store, scalar } from "./store";

export const BEAT_MS = 1000;

/** How long a process that holds its lock may go without a beat before it counts as hung. */
const LEASE_MS = 15_000;

interface Beat {
  worker: number;
  beats: string;
  alive: boolean;
  gone: boolean;
}

/**
 * Who is alive. A worker holds a session lock on its id in a connection of its own: when the process dies, however it
 * dies, Postgres drops the lock with the socket and the next beat of anybody frees the jobs. Nobody waits for a lease.
 *
 * Times are this process's monotonic ones: a clock that jumps expires nothing.
 */
export function openLiveness({ firm }: Store, databaseUrl: string, log: Log, leaseMs = LEASE_MS) {
  const seen = new Map<number, { beats: string; at: number }>();
  let registered: number | undefined;
  const session = connect(databaseUrl, {
    max: 1,
    max_lifetime: null,
    // The lock is gone with the connection: claim nothing until the next beat has it back.
    onclose: () => {
      liveness.worker = undefined;
    },
  });

  const liveness = {
    /** This process's worker id; undefined while it cannot prove to be alive. Claim nothing then. */
    worker: undefined as number | undefined,
    /** Beats once, and frees the jobs of those who stopped. Answers how many jobs that were. */
    async beat(): Promise<number> {
      registered ??= await scalar<number>(firm`insert into worker (host) values (${`${hostname()}:${process.pid}`}) returning id`);
      const rows = await session<Beat[]>`select * from beat(${registered})`;
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
    async stop(): Promise<void> {
      if (registered !== undefined) await firm`select release_worker(${registered})`.catch(() => undefined);
      await session.end({ timeout: 1 });
    },
  };

  function hangs({ worker, beats }: Beat): boolean {
    const now = performance.now();
    const last = seen.get(worker);
    if (last?.beats === beats) return now - last.at > leaseMs;
    seen.set(worker, { beats, at: now });
    return false;
  }

  async function release({ worker, alive }: Beat): Promise<number> {
    const jobs = await scalar<number>(firm`select release_worker(${worker})`);
    seen.delete(worker);
    if (jobs > 0) log.info(`engine: freed ${jobs} jobs of worker ${worker}, which ${alive ? "hangs" : "is gone"}`);
    return jobs;
  }

  return liveness;
}
