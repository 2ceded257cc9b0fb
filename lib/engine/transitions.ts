import type { Memo, Plan } from "./answers";
import type { ClaimedJob } from "./claim";
import { planJobs } from "./plan";
import type { Sql, Store } from "./store";

/** What a worker proves with that a job is still its own. */
type Held = Pick<ClaimedJob, "id" | "claim">;

/** Finished steps of a job that goes on. */
export interface HeldMemos {
  job: Held;
  memos: Memo[];
}

/** The end of a job's run. `output` and `error` are JSON text; the one that is set says how it ended. */
export interface Ending {
  job: Held & Pick<ClaimedJob, "runId">;
  memos: Memo[];
  output?: string;
  error?: string;
}

/** Memoises. Per job the run's number of steps, or null when the job is no longer its worker's. */
export async function checkpointAll(sql: Sql, jobs: HeldMemos[]): Promise<(number | null)[]> {
  const list = jobs.map(({ job: { id, claim }, memos }) => ({ id, claim, memos }));
  const [row] = await sql<{ steps: (number | null)[] }[]>`select checkpoint_all(${JSON.stringify(list)}::text::json) as steps`;
  return row?.steps ?? [];
}

/** Ends runs. False for a job that is no longer its worker's: then the answer belongs to nobody. */
export async function finishAll(sql: Sql, endings: Ending[]): Promise<boolean[]> {
  const list = endings.map(({ job: { id, claim, runId }, ...ending }) => ({ id, claim, run: runId, ...ending }));
  const [row] = await sql<{ ended: boolean[] }[]>`select finish_all(${JSON.stringify(list)}::text::json) as ended`;
  return row?.ended ?? [];
}

/** Puts the job back for later. `attempt` is what the next call will be. */
export async function postpone(store: Store, { id, claim }: Held, attempt: number, delayMs: number, error: string): Promise<void> {
  await store.firm`
    update job
    set state = 'scheduled', worker = null, claim = null, attempt = ${attempt}, last_error = ${error}::text::json,
      due_at = clock_timestamp() + ${Math.round(delayMs)} * interval '1 ms'
    where id = ${id} and claim = ${claim}`;
}

type Resolution = "discover" | "parked" | "queued" | "lost";

/** Memoises the result of the operation this job stood for. `discover`: the job is now the run's own, call the function. */
export async function resolveOperation(store: Store, { id, claim, runId, stepId }: ClaimedJob, memo: Memo): Promise<Resolution> {
  const [row] = await store.firm<{ resolution: Resolution }[]>`
    select resolve_op(${id}, ${claim}, ${runId}, ${stepId}, ${JSON.stringify([memo])}::text::json) as resolution`;
  return row?.resolution ?? "lost";
}

/** Memoises steps and turns what the function waits for into jobs; this job is done. Nothing happens when it is no longer ours. */
export async function planRun(store: Store, job: ClaimedJob, memos: Memo[], plans: Plan[], race: boolean): Promise<undefined> {
  await store.firm.begin(async (tx) => {
    const [run] = await tx`select from run where id = ${job.runId} and outcome is null for update`;
    const [held] = await tx<{ again: boolean }[]>`select again from job where id = ${job.id} and claim = ${job.claim} for update`;
    if (!run || !held) return;
    await tx`select save_memos(${job.runId}, ${JSON.stringify(memos)}::text::json)`;
    await planJobs(tx, job, plans, race);
    if (held.again) await tx`update job set state = 'ready', worker = null, claim = null, again = false, attempt = 0 where id = ${job.id}`;
    else await tx`delete from job where id = ${job.id}`;
  });
}

/** A `timeouts` option's moment: cancels the run if it did not start, or did not finish, in time. */
export async function expireRun(store: Store, { id, claim, runId, name }: ClaimedJob): Promise<void> {
  const [what = "", ms] = (name ?? "").split(":");
  const late = Number(ms);
  await store.firm`
    select cancel_run(id, ${`It did not ${what} in time`}) from run
    where id = ${runId} and case ${what} when 'start' then started_at is null
      else started_at <= clock_timestamp() - ${late} * interval '1 ms' end`;
  if (what === "start") await store.firm`delete from job where id = ${id} and claim = ${claim}`;
  // Counted from the start, which may have come after this job was queued, or be still to come.
  else
    await store.firm`
      update job set state = 'scheduled', worker = null, claim = null,
        due_at = coalesce(run.started_at, clock_timestamp()) + ${late} * interval '1 ms'
      from run where job.id = ${id} and claim = ${claim} and run.id = run_id`;
}
