import { DEDUPE_HOURS } from "./limits";

/** How far behind its lane's last waiting job a new one queues, in ms. */
const LANE_SPACING_MS = 100;

/**
 * Queueing: each run with its first job, what cancels it and when it is too late.
 *
 * Jobs are taken in order of `tag`: the time of the run, but at least a spacing behind the last job waiting in its
 * lane. Ten thousand runs of one lane thereby line up into the future, and a single run of another lane, tagged with
 * the present, passes them; once a lane is empty nothing of its past counts against it.
 */
export const QUEUE = `
create function queue_runs(p_runs json) returns void language plpgsql as $$
begin
  with described as (
    select * from rows from (json_to_recordset(p_runs) as (
      id uuid, "fnId" text, events text, keys text[], limits int[], lane text, "priorityMs" bigint, "delayMs" bigint,
      "singletonKey" text, "idempotencyKey" text, "parentRun" uuid, "parentStep" text, timeouts json, cancels json
    )) with ordinality as r(id, "fnId", events, keys, limits, lane, "priorityMs", "delayMs",
      "singletonKey", "idempotencyKey", "parentRun", "parentStep", timeouts, cancels, ord)
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
  ), cancellations as (
    insert into wait (run_id, kind, event_name, expr, path, value, expires_at)
    select id, 'cancel', "eventName", expr, path, value, clock_timestamp() + "timeoutMs" * interval '1 ms'
    from tagged join queued using (id)
      cross join lateral json_to_recordset(cancels) as w("eventName" text, expr text, path text, value text, "timeoutMs" bigint)
  ), expiries as (
    insert into job (run_id, kind, state, tag, lane, keys, limits, name, due_at)
    select id, 'expiry', 'scheduled', tag, lane, '{}', '{}', t.key || ':' || t.value,
      clock_timestamp() + t.value::bigint * interval '1 ms'
    from tagged join queued using (id) cross join lateral json_each_text(timeouts) t where t.value is not null
  )
  insert into job (run_id, kind, state, tag, lane, keys, limits, due_at)
  select id, 'run', case when "delayMs" > 0 then 'scheduled' else 'ready' end, tag, lane, keys, limits,
    clock_timestamp() + coalesce("delayMs", 0) * interval '1 ms'
  from tagged join queued using (id) order by ord;
end $$;
`;
