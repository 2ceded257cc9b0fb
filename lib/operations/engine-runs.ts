import "server-only";
import type postgres from "postgres";
import type { EventBody } from "@/lib/engine/ingest";
import type { Store } from "@/lib/engine/store";

export const RUNS_PAGE_SIZE = 50;

const ENDED = ["completed", "failed", "cancelled"] as const;

export type RunState = "queued" | "running" | "waiting" | (typeof ENDED)[number];

export interface RunRow {
  id: string;
  fnId: string;
  state: RunState;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** What a failed run failed of, or what the one under way is being tried again for. */
  error: string | null;
}

export interface RunDetails extends RunRow {
  events: EventBody[];
  output: unknown;
  steps: { name: string; op: string; startedAt: Date | null; endedAt: Date; error: string | null }[];
  /** What it does or waits for now. */
  pending: { name: string | null; kind: string; state: string; attempt: number; dueAt: Date; error: string | null }[];
}

interface RunFilter {
  state?: RunState;
  fnId?: string;
  /** Id of the last run of the page before. */
  after?: string;
}

/** Newest first. */
export function listRuns({ firm }: Store, { state, fnId, after }: RunFilter = {}): Promise<RunRow[]> {
  const has = (condition: unknown, fragment: postgres.Fragment) => (condition ? fragment : firm`true`);
  // So that an index finds them.
  const outcome = ENDED.some((ended) => ended === state) ? firm`outcome = ${state ?? null}` : firm`outcome is null`;
  return firm<RunRow[]>`
    select * from (
      select ${columns(firm)} from run
      where ${has(fnId, firm`fn_id = ${fnId ?? null}`)} and ${has(after, firm`id < ${after ?? null}`)} and ${has(state, outcome)}
    ) listed
    where ${has(state, firm`state = ${state ?? null}`)}
    order by id desc limit ${RUNS_PAGE_SIZE}`;
}

export async function findRun({ firm }: Store, id: string): Promise<RunDetails | undefined> {
  const [run] = await firm<(RunRow & Pick<RunDetails, "events" | "output">)[]>`
    select ${columns(firm)}, events, output from run where id = ${id}`;
  if (!run) return undefined;
  const steps = await firm<RunDetails["steps"]>`
    select name, op, started_at as "startedAt", ended_at as "endedAt", error ->> 'message' as error
    from step where run_id = ${id} order by seq`;
  const pending = await firm<RunDetails["pending"]>`
    select name, kind, state, attempt, due_at as "dueAt", last_error ->> 'message' as error
    from job where run_id = ${id} and kind <> 'expiry' order by id`;
  return { ...run, steps, pending };
}

function columns(firm: Store["firm"]) {
  return firm`
    run.id, fn_id as "fnId", created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt",
    coalesce(outcome, case
      when started_at is null then 'queued'
      when exists (select from job where run_id = run.id and state = 'claimed') then 'running'
      else 'waiting' end) as state,
    coalesce(run.error ->> 'message',
      (select last_error ->> 'message' from job where run_id = run.id and last_error is not null limit 1)) as error`;
}
