import type { Memo } from "./answers";
import type { ClaimedJob } from "./claim";
import type { Sql } from "./sql";

/** What a worker proves with that a job is still its own. */
export type Held = Pick<ClaimedJob, "id" | "claim">;

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

/** Memoises. Per job the run's number of steps, or undefined when the job is no longer its worker's. */
export async function checkpointAll(sql: Sql, jobs: HeldMemos[]): Promise<(number | undefined)[]> {
  const [row] = await sql<{ steps: (number | null)[] }>`
    select checkpoint_all(${jobs.map(({ job }) => job.id)}::bigint[], ${jobs.map(({ job }) => job.claim)}::bigint[],
      ${jobs.map(({ memos }) => JSON.stringify(memos))}::text[]) as steps`;
  return jobs.map((_, index) => row?.steps[index] ?? undefined);
}

/** Ends runs. False for a job that is no longer its worker's: then the answer belongs to nobody. */
export async function finishAll(sql: Sql, endings: Ending[]): Promise<boolean[]> {
  const [row] = await sql<{ ended: boolean[] }>`
    select finish_all(${endings.map(({ job }) => job.id)}::bigint[], ${endings.map(({ job }) => job.claim)}::bigint[],
      ${endings.map(({ job }) => job.runId)}::uuid[], ${endings.map(({ memos }) => JSON.stringify(memos))}::text[],
      ${endings.map(({ error }) => (error === undefined ? "completed" : "failed"))}::text[],
      ${endings.map(({ output }) => output ?? null)}::text[], ${endings.map(({ error }) => error ?? null)}::text[]) as ended`;
  return endings.map((_, index) => row?.ended[index] ?? false);
}
