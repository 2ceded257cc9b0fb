import type { FunctionSpec } from "./functions";
import type { EventBody } from "./ingest";
import { DEDUPE_HOURS } from "./limits";
import type { Tx } from "./store";
import { insertWait } from "./waits";

/** How far behind its lane's last waiting job a new one queues, in ms. See `insertRuns`. */
const LANE_SPACING_MS = 100;

export interface NewRun {
  id: string;
  fnId: string;
  events: EventBody[];
  /** Concurrency keys a job of this run holds while it executes, and how many may hold each. */
  keys: string[];
  limits: number[];
  /** Whose turn this run takes: its first concurrency key, or its function. */
  lane: string;
  /** Ahead of (or, negative, behind) runs of its time by this much. */
  priorityMs?: number;
  /** Not before this long from now. */
  delayMs?: number;
  singletonKey?: string;
  /** Only if no run of the function had this key within `DEDUPE_HOURS`. */
  idempotencyKey?: string;
  parentRun?: string | null;
  parentStep?: string | null;
  timeouts?: FunctionSpec["timeouts"];
  /** Events that cancel this run. */
  cancelOn?: FunctionSpec["cancel"];
}

/**
 * Queues runs, each with its first job.
 *
 * Jobs are taken in order of `tag`: the time of the run, but at least a spacing behind the last job waiting in its
 * lane. Ten thousand runs of one lane thereby line up into the future, and a single run of another lane, tagged with
 * the present, passes them; once a lane is empty nothing of its past counts against it.
 */
export async function insertRuns(tx: Tx, runs: NewRun[]): Promise<void> {
  if (runs.length === 0) return;
  const described = runs.map(({ events, cancelOn, ...run }, index) => ({ ...run, ord: index + 1 }));
  await tx`
    with described as (
      select * from json_to_recordset(${JSON.stringify(described)}::text::json) as r(
        ord bigint, id uuid, "fnId" text, keys text[], limits int[], lane text, "priorityMs" bigint, "delayMs" bigint,
        "singletonKey" text, "idempotencyKey" text, "parentRun" uuid, "parentStep" text, timeouts json)
      join unnest(${runs.map(({ events }) => JSON.stringify(events))}::text[]) with ordinality as e(events, ord) using (ord)
    ), firsts as (
      insert into seen (fn_id, key, expires_at)
      select distinct "fnId", "idempotencyKey", now() + ${DEDUPE_HOURS} * interval '1 hour' from described where "idempotencyKey" is not null
      on conflict (fn_id, key) do update set expires_at = excluded.expires_at where seen.expires_at < now()
      returning fn_id, key
    ), incoming as (
      select *, row_number() over (partition by lane order by ord) - 1 as place
      from (
        select distinct on ("fnId", coalesce("idempotencyKey", id::text)) described.* from described
        order by "fnId", coalesce("idempotencyKey", id::text), ord
      ) first_of_each
      where "idempotencyKey" is null or ("fnId", "idempotencyKey") in (select fn_id, key from firsts)
    ), lanes as (
      select lane, (select max(tag) from job where job.lane = l.lane and state in ('ready', 'blocked')) as last
      from (select distinct lane from incoming) l
    ), tagged as (
      select incoming.*, -coalesce("priorityMs", 0) + place * ${LANE_SPACING_MS}
        + greatest((extract(epoch from clock_timestamp()) * 1000)::bigint, lanes.last + ${LANE_SPACING_MS}) as tag
      from incoming join lanes using (lane)
    ), queued as (
      insert into run (id, fn_id, events, keys, limits, lane, tag, singleton_key, parent_run, parent_step)
      select id, "fnId", events::json, keys, limits, lane, tag, "singletonKey", "parentRun", "parentStep" from tagged order by ord
      on conflict (singleton_key) where outcome is null and singleton_key is not null do nothing
      returning id
    ), expiries as (
      insert into job (run_id, kind, state, tag, lane, keys, limits, name, due_at)
      select id, 'expiry', 'scheduled', tag, lane, '{}', '{}', t.key || ':' || t.value,
        clock_timestamp() + t.value::bigint * interval '1 ms'
      from tagged join queued using (id) cross join lateral json_each_text(timeouts) t where t.value is not null
    )
    insert into job (run_id, kind, state, tag, lane, keys, limits, due_at)
    select id, 'run', case when "delayMs" > 0 then 'scheduled' else 'ready' end, tag, lane, keys, limits,
      clock_timestamp() + coalesce("delayMs", 0) * interval '1 ms'
    from tagged join queued using (id) order by ord`;
  for (const { id, events, cancelOn } of runs)
    for (const { event: eventName, if: expr, timeout } of cancelOn ?? [])
      await insertWait(tx, { runId: id, stepId: null, kind: "cancel", eventName, expr, event: events[0], timeoutMs: timeout ?? null });
}
