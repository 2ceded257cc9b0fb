import type { EventBody } from "./ingest";
import { insertRuns, type NewRun, newRun } from "./runs";
import { openStore, type Store } from "./store";
import { wake } from "./wake";

export type RunState = "queued" | "running" | "waiting" | "completed" | "failed" | "cancelled";

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

export interface Metrics {
  /** Jobs by state: `ready` wait for a slot, `blocked` for their concurrency key, `scheduled` for their time. */
  jobs: { ready: number; blocked: number; scheduled: number; claimed: number };
  /** Events accepted and not yet turned into runs. */
  undispatched: number;
  /** Ms that the oldest ready or blocked job has been due; 0 when there is none. */
  oldestJobMs: number;
  /** Runs that ended in the last hour, and their durations in ms. */
  lastHour: { completed: number; failed: number; cancelled: number; p50Ms: number | null; p95Ms: number | null };
  workers: number;
  /** An operator had it drained: events are accepted and start nothing. */
  draining: boolean;
}

const PAGE_SIZE = 50;

/** What an operator sees and does. Works from any process that reaches the database, engine or not. */
export function openOperations(databaseUrl: string) {
  const store = openStore(databaseUrl);
  return {
    /** Runs that `listRuns` answers at most. */
    pageSize: PAGE_SIZE,
    listRuns: (filter: RunFilter = {}) => listRuns(store, filter),
    findRun: (id: string) => findRun(store, id),
    cancelRun: (id: string) => cancelRun(store, id),
    rerun: (id: string) => rerun(store, id),
    metrics: () => metrics(store),
    drain: () => drain(store),
    resume: () => resume(store),
    listUnfinished: (limit?: number) => listUnfinished(store, limit),
    markMoved: (unfinished: Unfinished[]) => markMoved(store, unfinished),
  };
}

export interface RunFilter {
  state?: RunState;
  fnId?: string;
  /** Id of the last run of the page before. */
  after?: string;
}

/** Newest first. */
async function listRuns(store: Store, { state, fnId, after }: RunFilter): Promise<RunRow[]> {
  await store.ready();
  return store.sql<RunRow>`
    select * from (
      select run.id, fn_id as "fnId", ${stateOf(store)} as state, created_at as "createdAt", started_at as "startedAt",
        ended_at as "endedAt", ${errorOf(store)} as error
      from run
      where ${fnId ? store.sql`fn_id = ${fnId}` : store.sql`true`}
        and ${after ? store.sql`id < ${after}` : store.sql`true`}
        and ${outcomeFilter(store, state)}
    ) listed
    where ${state ? store.sql`state = ${state}` : store.sql`true`}
    order by id desc limit ${PAGE_SIZE}`;
}

async function findRun(store: Store, id: string): Promise<RunDetails | undefined> {
  await store.ready();
  const [run] = await store.sql<RunRow & Pick<RunDetails, "events" | "output">>`
    select id, fn_id as "fnId", ${stateOf(store)} as state, created_at as "createdAt", started_at as "startedAt",
      ended_at as "endedAt", ${errorOf(store)} as error, events, output
    from run where id = ${id}`;
  if (!run) return undefined;
  const steps = await store.sql<RunDetails["steps"][number]>`
    select name, op, started_at as "startedAt", ended_at as "endedAt", error ->> 'message' as error
    from step where run_id = ${id} order by seq`;
  const pending = await store.sql<RunDetails["pending"][number]>`
    select name, kind, state, attempt, due_at as "dueAt", last_error ->> 'message' as error
    from job where run_id = ${id} and kind <> 'expiry' order by id`;
  return { ...run, steps, pending };
}

/** False when the run had already ended. */
async function cancelRun(store: Store, id: string): Promise<boolean> {
  const [row] = await store.sql<{ cancelled: boolean }>`select cancel_run(${id}, 'Cancelled by an operator') as cancelled`;
  return row?.cancelled ?? false;
}

/** Starts the function again from its first step, with the events this run had. The new run's id; undefined when there is no such run. */
async function rerun(store: Store, id: string): Promise<string | undefined> {
  const [run] = await store.sql<Pick<NewRun, "fnId" | "events" | "keys" | "limits" | "lane">>`
    select fn_id as "fnId", events, keys, limits, lane from run where id = ${id}`;
  if (!run) return undefined;
  const again = { ...newRun(run.fnId, run.events), ...run };
  await store.firm.transaction((tx) => insertRuns(tx, [again]));
  wake(store);
  return again.id;
}

async function metrics(store: Store): Promise<Metrics> {
  await store.ready();
  const [row] = await store.sql<{ metrics: Metrics }>`
    select json_build_object(
      'jobs', (select json_build_object(
        'ready', count(*) filter (where state = 'ready'), 'blocked', count(*) filter (where state = 'blocked'),
        'scheduled', count(*) filter (where state = 'scheduled'), 'claimed', count(*) filter (where state = 'claimed')) from job),
      'undispatched', (select count(*) from event where dispatched_at is null),
      'oldestJobMs', coalesce((select greatest(0, extract(epoch from clock_timestamp() - min(due_at)) * 1000)
        from job where state in ('ready', 'blocked')), 0),
      'lastHour', (select json_build_object(
        'completed', count(*) filter (where outcome = 'completed'), 'failed', count(*) filter (where outcome = 'failed'),
        'cancelled', count(*) filter (where outcome = 'cancelled'),
        'p50Ms', percentile_cont(0.5) within group (order by extract(epoch from ended_at - created_at) * 1000),
        'p95Ms', percentile_cont(0.95) within group (order by extract(epoch from ended_at - created_at) * 1000))
        from run where outcome is not null and ended_at > now() - interval '1 hour'),
      'workers', (select count(*) from worker),
      'draining', exists (select from setting where key = 'draining')
    ) as metrics`;
  if (!row) throw new Error("The metrics query answered no row");
  return row.metrics;
}

/** From now on no event starts a run; runs under way go on to their end. Answers how many those are. */
async function drain(store: Store): Promise<number> {
  await store.ready();
  await store.sql`insert into setting (key) values ('draining') on conflict do nothing`;
  const [row] = await store.sql<{ runs: number }>`select count(*)::int as runs from run where outcome is null`;
  return row?.runs ?? 0;
}

async function resume(store: Store): Promise<void> {
  await store.ready();
  await store.sql`delete from setting where key = 'draining'`;
  wake(store);
}

/** An event that this engine has not finished with: never turned into a run, or into one that is still under way. */
export interface Unfinished {
  event: EventBody;
  /** The run under way; null when the event was not dispatched. */
  runId: string | null;
}

/**
 * What another engine would have to be told: send the events there under the same ids, then `markMoved`. A run under way
 * starts over there, from its first step: its memoised steps stay here. Invoked runs are left out, their parents start them.
 */
async function listUnfinished(store: Store, limit = 1000): Promise<Unfinished[]> {
  await store.ready();
  return store.sql<Unfinished>`
    select body as event, null as "runId" from event where dispatched_at is null and target is null and name not like 'inngest/%'
    union all
    select e.event, run.id from run cross join lateral json_array_elements(run.events) e(event)
    where outcome is null and parent_run is null and e.event ->> 'name' not like 'inngest/%'
    limit ${limit}`;
}

/** Forgets what another engine has been told of. */
async function markMoved(store: Store, unfinished: Unfinished[]): Promise<void> {
  const events = unfinished.filter(({ runId }) => runId === null).map(({ event }) => event.id);
  const runs = unfinished.flatMap(({ runId }) => runId ?? []);
  await store.sql`update event set dispatched_at = now() where id = any(${events}::text[]) and dispatched_at is null`;
  await store.sql`select cancel_run(id, 'Moved to another engine') from unnest(${runs}::uuid[]) id`;
}

function stateOf({ sql }: Store) {
  return sql`coalesce(outcome, case
    when started_at is null then 'queued'
    when exists (select from job where run_id = run.id and state = 'claimed') then 'running'
    else 'waiting' end)`;
}

function errorOf({ sql }: Store) {
  return sql`coalesce(run.error ->> 'message', (select last_error ->> 'message' from job where run_id = run.id and last_error is not null limit 1))`;
}

/** So that an index finds them. */
function outcomeFilter({ sql }: Store, state: RunState | undefined) {
  if (state === undefined) return sql`true`;
  return state === "completed" || state === "failed" || state === "cancelled" ? sql`outcome = ${state}` : sql`outcome is null`;
}
