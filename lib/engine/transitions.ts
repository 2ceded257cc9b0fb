import type { Memo, Plan } from "./answers";
import type { ClaimedJob } from "./claim";
import type { Held } from "./endings";
import { planJobs } from "./plan";
import type { Store } from "./store";

/** Puts the job back for later. `attempt` is what the next call will be. */
export async function postpone(store: Store, { id, claim }: Held, attempt: number, delayMs: number, error: string | null): Promise<void> {
  await store.sql`
    update job
    set state = 'scheduled', worker = null, claim = null, attempt = ${attempt}, last_error = ${error}::text::json,
      due_at = clock_timestamp() + ${Math.round(delayMs)} * interval '1 ms'
    where id = ${id} and claim = ${claim}`;
}

export type Resolution = "discover" | "parked" | "queued" | "lost";

/** Memoises the result of the operation this job stood for. `discover`: the job is now the run's own, call the function. */
export async function resolveOperation(store: Store, { id, claim, runId, stepId }: ClaimedJob, memo: Memo): Promise<Resolution> {
  const [row] = await store.sql<{ resolution: Resolution }>`
    select resolve_op(${id}, ${claim}, ${runId}, ${stepId}, ${JSON.stringify([memo])}) as resolution`;
  return row?.resolution ?? "lost";
}

/** Memoises steps and turns what the function waits for into jobs; this job is done. False when it is no longer ours. */
export function planRun(store: Store, job: ClaimedJob, memos: Memo[], plans: Plan[], race: boolean): Promise<boolean> {
  return store.firm.transaction(async (tx) => {
    const [run] = await tx`select 1 from run where id = ${job.runId} and outcome is null for update`;
    const [held] = await tx<{ again: boolean }>`select again from job where id = ${job.id} and claim = ${job.claim} for update`;
    if (!run || !held) return false;
    await tx`select save_memos(${job.runId}, ${JSON.stringify(memos)})`;
    await planJobs(tx, job, plans, race);
    if (held.again) await tx`update job set state = 'ready', worker = null, claim = null, again = false, attempt = 0 where id = ${job.id}`;
    else await tx`delete from job where id = ${job.id}`;
    return true;
  });
}
