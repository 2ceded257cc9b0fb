import type { EventBody } from "./ingest";
import type { Store } from "./store";

/** A memoised step as the SDK wants it. */
export type StepResult = { type: "data"; data: unknown } | { type: "error"; error: unknown };

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
  steps: Record<string, StepResult>;
  /** Step ids in the order they completed. */
  stack: string[];
}

export interface Claim {
  jobs: ClaimedJob[];
  /** The queue was not seen to its end: claim again. */
  more: boolean;
  /** Until the next scheduled job is due; null when there is none. */
  nextDueMs: number | null;
}

type StepRow = [id: string, data: unknown, error: unknown];

/** Takes up to `slots` jobs. `freed` are the concurrency keys that jobs of this process gave up since the last claim. */
export async function claimJobs({ quick }: Store, worker: number, slots: number, freed: string[]): Promise<Claim> {
  type Claimed = Omit<Claim, "jobs"> & { jobs: (Omit<ClaimedJob, "steps" | "stack"> & { steps: StepRow[] })[] };
  const [row] = await quick<{ claimed: Claimed }[]>`select claim(${worker}, ${slots}, ${freed}::text[]) as claimed`;
  if (!row) return { jobs: [], more: false, nextDueMs: null };
  return { ...row.claimed, jobs: row.claimed.jobs.map((job) => ({ ...job, ...memory(job.steps) })) };
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
export async function loadSteps({ firm }: Store, runId: string): Promise<Pick<ClaimedJob, "steps" | "stack">> {
  const rows = await firm<{ row: StepRow }[]>`
    select json_build_array(id, data, error) as row from step where run_id = ${runId} order by seq`;
  return memory(rows.map(({ row }) => row));
}

function memory(rows: StepRow[]): Pick<ClaimedJob, "steps" | "stack"> {
  const steps: Record<string, StepResult> = {};
  for (const [id, data, error] of rows) steps[id] = error === null ? { type: "data", data } : { type: "error", error };
  return { steps, stack: rows.map(([id]) => id) };
}
