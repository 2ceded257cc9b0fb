import { v7 as uuid } from "uuid";
import type { Memo } from "./answers";
import type { ClaimedJob } from "./claim";
import type { Plan } from "./plan";
import type { Store } from "./store";
import { describeWait } from "./waits";

/** What a worker proves with that a job is still its own. */
type Held = Pick<ClaimedJob, "id" | "claim">;

/** Finished steps of a job that goes on. */
export interface Checkpoint extends Held {
  memos: Memo[];
}

/** The end of a job's run. `output` and `error` are JSON text; the one that is set says how it ended. */
export interface Ending extends Held {
  runId: string;
  memos: Memo[];
  output?: string;
  error?: string;
}

/** Puts the job back for later. `attempt` is what the next call will be. */
export async function postpone({ firm }: Store, { id, claim }: Held, attempt: number, delayMs: number, error: string): Promise<void> {
  await firm`
    update job
    set state = 'scheduled', worker = null, claim = null, attempt = ${attempt}, last_error = ${error}::text::json,
      due_at = clock_timestamp() + ${Math.round(delayMs)} * interval '1 ms'
    where id = ${id} and claim = ${claim}`;
}

/** Memoises the result of the operation this job stood for. True when the job is now the run's own: call the function. */
export async function resolveOperation({ firm }: Store, { id, claim, runId, stepId }: ClaimedJob, memo: Memo): Promise<boolean> {
  const [row] = await firm<{ ours: boolean }[]>`
    select resolve_op(${id}, ${claim}, ${runId}, ${stepId}, ${JSON.stringify([memo])}::text::json) = 'discover' as ours`;
  return row?.ours ?? false;
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
