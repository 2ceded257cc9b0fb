import type { EventBody } from "./ingest";
import type { Store } from "./store";

/** Memoised steps as the SDK wants them. */
interface Memory {
  steps: Record<string, { type: "data"; data: unknown } | { type: "error"; error: unknown }>;
  /** Step ids in the order they completed. */
  stack: string[];
}

/** A job this process holds: nobody else works on it until its claim is given up or taken away. */
export interface ClaimedJob {
  id: number;
  /** Fencing token: what is written for this job is written only while the job still carries it. */
  claim: number;
  runId: string;
  fnId: string;
  kind: "run" | "step" | "timer" | "expiry";
  stepId: string | null;
  op: string | null;
  name: string | null;
  attempt: number;
  keys: string[];
  parallel: boolean;
  events: EventBody[];
  memory: Memory;
}

export interface Claim {
  jobs: ClaimedJob[];
  /** The queue was not seen to its end: claim again. */
  more: boolean;
  /** Until the next scheduled job is due; null when there is none. */
  nextDueMs: number | null;
}

/** Takes up to `slots` jobs. `freed` are the concurrency keys that jobs of this process gave up since the last claim. */
export async function claimJobs({ quick }: Store, worker: number, slots: number, freed: string[]): Promise<Claim> {
  const [row] = await quick<{ claimed: Claim }[]>`select claim(${worker}, ${slots}, ${freed}::text[]) as claimed`;
  return row?.claimed ?? { jobs: [], more: false, nextDueMs: null };
}

/**
 * Puts back the jobs that carry this process's name without being `held`: those of a claim whose answer was lost with its
 * connection, and those whose work ended in trouble with the database. Not while a claim is under way.
 */
export async function putBackUnheld({ quick }: Store, worker: number, held: ClaimedJob[]): Promise<void> {
  await quick`
    update job set state = 'ready', worker = null, claim = null
    where state = 'claimed' and worker = ${worker} and claim <> all (${held.map(({ claim }) => claim)}::bigint[])`;
}

/** The run's memoised steps, as committed now. */
export async function loadMemory({ firm }: Store, runId: string): Promise<Memory> {
  const [row] = await firm<{ memory: Memory }[]>`select memory(${runId}) as memory`;
  return row?.memory ?? { steps: {}, stack: [] };
}
