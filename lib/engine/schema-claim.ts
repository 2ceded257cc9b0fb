/** First number of the two-part advisory locks: one per live worker. */
export const WORKER_LOCK_CLASS = 482_930;

/**
 * Claiming, in one round trip: due jobs become ready, freed keys let their next job in, then ready jobs are taken in
 * order of their tag (see schema-queue.ts). A job whose key is at its limit leaves the ready queue until the key is
 * freed, so that a long backlog of one key costs nothing to the others.
 *
 * One claim at a time over all processes, or two could both see room under a limit.
 */
export const CLAIM = `
-- A run's memoised steps as the SDK wants them, and their ids in the order they completed.
create function memory(p_run uuid) returns json language plpgsql stable as $$
begin
  return (
    select json_build_object(
      'steps', coalesce(json_object_agg(id, case
        when error is null then json_build_object('type', 'data', 'data', data)
        else json_build_object('type', 'error', 'error', error) end), '{}'),
      'stack', coalesce(json_agg(id order by seq), '[]'))
    from step where run_id = p_run
  );
end $$;

create function claim(p_worker int, p_slots int, p_freed text[]) returns json language plpgsql as $$
declare
  c_look constant int := 400;
  v_active jsonb;
  v_taken bigint[] := '{}';
  v_blocked bigint[] := '{}';
  v_blocked_on text[] := '{}';
  v_seen int := 0;
  v_full text;
  v_job record;
  v_jobs json;
  -- A value: the clock itself, asked for each row, would have every sleeping job looked at.
  v_now constant timestamptz := clock_timestamp();
begin
  -- Who was given up claims nothing until it knows; who is being given up is so only after this.
  perform from worker where id = p_worker and not gone for share;
  if not found then return json_build_object('jobs', '[]'::json, 'more', false, 'nextDueMs', null); end if;

  perform pg_advisory_xact_lock(${WORKER_LOCK_CLASS}, 0);

  -- As arrays: joined, the planner would read all jobs, those that sleep for a year included.
  update job set state = 'ready' where id = any(array(
    select id from job where state = 'scheduled' and due_at <= v_now order by due_at limit c_look
  ));

  if cardinality(p_freed) > 0 then
    update job set state = 'ready', blocked_on = null where id = any(array(
      select next.id
      from (select k, count(*) as n from unnest(p_freed) k group by k) freed
      cross join lateral (
        select id from job where state = 'blocked' and blocked_on = freed.k order by tag, id limit freed.n
      ) next
    ));
  end if;

  select coalesce(jsonb_object_agg(k, n), '{}') into v_active
  from (select k, count(*) as n from job, unnest(keys) k where state = 'claimed' group by k) counts;

  for v_job in select id, keys, limits from job where state = 'ready' order by tag, id limit c_look loop
    exit when cardinality(v_taken) >= p_slots;
    v_seen := v_seen + 1;
    v_full := null;
    for i in 1 .. cardinality(v_job.keys) loop
      if coalesce((v_active ->> v_job.keys[i])::int, 0) >= v_job.limits[i] then
        v_full := v_job.keys[i];
        exit;
      end if;
    end loop;
    if v_full is not null then
      v_blocked := v_blocked || v_job.id;
      v_blocked_on := v_blocked_on || v_full;
    else
      v_taken := v_taken || v_job.id;
      for i in 1 .. cardinality(v_job.keys) loop
        v_active := jsonb_set(v_active, array[v_job.keys[i]], to_jsonb(coalesce((v_active ->> v_job.keys[i])::int, 0) + 1));
      end loop;
    end if;
  end loop;

  if cardinality(v_blocked) > 0 then
    update job set state = 'blocked', blocked_on = b.k
    from unnest(v_blocked, v_blocked_on) as b(id, k) where job.id = b.id;
  end if;

  with taken as (
    update job set state = 'claimed', worker = p_worker, claim = nextval('claim_seq')
    where id = any(v_taken)
    returning id, run_id, kind, step_id, op, name, attempt, claim, keys, tag
  ), started as (
    update run set started_at = clock_timestamp() from taken
    where run.id = taken.run_id and run.started_at is null and taken.kind = 'run'
  )
  select json_agg(json_build_object(
    'id', t.id, 'claim', t.claim, 'runId', t.run_id, 'fnId', r.fn_id, 'kind', t.kind, 'stepId', t.step_id, 'op', t.op,
    'name', t.name, 'attempt', t.attempt, 'keys', t.keys, 'parallel', r.parallel,
    'events', r.events, 'memory', memory(t.run_id)
  ) order by t.tag, t.id) into v_jobs
  from taken t join run r on r.id = t.run_id;

  return json_build_object(
    'jobs', coalesce(v_jobs, '[]'),
    'more', v_seen >= c_look and cardinality(v_taken) < p_slots,
    'nextDueMs', (select extract(epoch from min(due_at) - clock_timestamp()) * 1000 from job where state = 'scheduled')
  );
end $$;
`;
