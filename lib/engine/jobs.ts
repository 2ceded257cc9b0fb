import { v7 as uuid } from "uuid";
import type { Memo } from "./answers";
import type { EventBody } from "./ingest";
import type { Plan } from "./plan";
import { type Store, scalar } from "./store";
import { describeWait } from "./waits";

/** Memoised steps as the SDK wants them. */
interface Memory {
  steps: Record<string, { type: "data"; data: unknown } | { type: "error"; error: unknown }>;
  /** Step ids in the order they completed. */
  stack: string[];
}

/** What a worker proves with that a job is still its own. */
export interface Held {
  id: number;
  /** Fencing token: what is written for this job is written only while the job still carries it. */
  claim: number;
}

/** A job this process holds: nobody else works on it until its claim is given up or taken away. */
export interface ClaimedJob extends Held {
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
export function claimJobs({ quick }: Store, worker: number, slots: number, freed: string[]): Promise<Claim> {
  return scalar(quick`select claim(${worker}, ${slots}, ${freed}::text[])`);
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
export function loadMemory({ firm }: Store, runId: string): Promise<Memory> {
  return scalar(firm`select memory(${runId})`);
}

/** A job of ours as its run's own, to call the function with what it remembers now. */
export async function asRun(store: Store, job: ClaimedJob): Promise<ClaimedJob> {
  return { ...job, kind: "run", stepId: null, attempt: 0, memory: await loadMemory(store, job.runId) };
}

/** Puts the job back for later. `attempt` is what the next call will be. */
export async function postpone({ firm }: Store, { id, claim }: Held, attempt: number, delayMs: number, error: string): Promise<void> {
  await firm`
    update job
    set state = 'scheduled', worker = null, claim = null, attempt = ${attempt}, last_error = ${error}::text::json,
      due_at = clock_timestamp() + ${Math.round(delayMs)} * interval '1 ms'
    where id = ${id} and claim = ${claim}`;
}

/** Memoises steps and turns what the function waits for into jobs; this job is done. Nothing happens when it is no longer ours. */
export async function planRun({ firm }: Store, job: ClaimedJob, memos: Memo[], plans: Plan[], race: boolean): Promise<void> {
  const described = plans.map(({ awaited, invoked, ...plan }) => ({
    ...plan,
    awaited: awaited && describeWait(awaited.eventName, awaited.expr, job.events[0]),
    invoked: invoked && describeInvocation(invoked),
  }));
  await firm`
    select plan_run(${job.id}, ${job.claim}, ${job.runId}, ${JSON.stringify(memos)}::text::json,
      ${JSON.stringify(described)}::text::json, ${race})`;
}

function describeInvocation({ target, data, user }: NonNullable<Plan["invoked"]>) {
  const event = { id: uuid(), name: "inngest/function.invoked", data, user, ts: Date.now() };
  return { ...event, target, body: JSON.stringify(event) };
}

/** A `timeouts` option's moment: cancels the run if it did not start, or did not finish, in time. */
export async function expireRun({ firm }: Store, { id, claim, runId, name }: ClaimedJob): Promise<void> {
  await firm`select expire_run(${id}, ${claim}, ${runId}, split_part(${name}, ':', 1), split_part(${name}, ':', 2)::bigint)`;
}
