/**
 * What changes a run, each one statement for its caller. Everybody locks the run's row first and its jobs after, so
 * that a step, a timer, an event and a cancellation of one run queue up instead of deadlocking.
 *
 * A worker passes its job and claim; when the job no longer carries that claim, nothing happens and the answer says so.
 */
export const TRANSITIONS = `
create function save_memos(p_run uuid, p_memos json) returns void language sql as $$
  insert into step (run_id, id, op, name, data, error, bytes, started_at)
  select p_run, id, op, name, data::json, error::json, octet_length(coalesce(data, error)), "startedAt"
  from json_populate_recordset(null::memo, p_memos)
  on conflict do nothing
$$;

-- Memoises steps of a job that goes on. Answers how many steps the run has, or null when the claim is lost.
create function checkpoint(p_job bigint, p_claim bigint, p_memos json) returns int language plpgsql as $$
declare v_run uuid;
begin
  update job set attempt = 0 where id = p_job and claim = p_claim returning run_id into v_run;
  if v_run is null then return null; end if;
  perform save_memos(v_run, p_memos);
  return (select count(*) from step where run_id = v_run);
end $$;

create function checkpoint_all(p_jobs json) returns json language sql as $$
  select json_agg(checkpoint(id, claim, memos) order by ord)
  from rows from (json_to_recordset(p_jobs) as (id bigint, claim bigint, memos json)) with ordinality as t(id, claim, memos, ord)
$$;

-- Memoises steps and turns what the function waits for into jobs; this job is done. What is already planned or done is left
-- as it is: a race asks again. Nothing happens when the claim is lost.
create function plan_run(p_job bigint, p_claim bigint, p_run uuid, p_memos json, p_plans json, p_race boolean)
returns void language plpgsql as $$
declare
  v_run run;
  v_plan record;
begin
  select * into v_run from run where id = p_run and outcome is null for update;
  if not found then return; end if;
  perform from job where id = p_job and claim = p_claim for update;
  if not found then return; end if;
  perform save_memos(p_run, p_memos);
  update run set parallel = true
  where id = p_run and not parallel and (json_array_length(p_plans) > 1 or p_plans -> 0 ->> 'op' = 'StepPlanned');

  for v_plan in
    select p.*, op = 'StepPlanned' as is_step
    from json_to_recordset(p_plans) as p(id text, op text, name text, "delayMs" bigint, awaited json, invoked json)
    where not exists (select from step s where s.run_id = p_run and s.id = p.id)
  loop
    insert into job (run_id, kind, state, step_id, op, name, race, tag, lane, keys, limits, due_at)
    values (p_run, case when v_plan.is_step then 'step' else 'timer' end, case when v_plan.is_step then 'ready' else 'scheduled' end,
      v_plan.id, v_plan.op, v_plan.name, p_race, v_run.tag, v_run.lane,
      case when v_plan.is_step then v_run.keys else '{}' end, case when v_plan.is_step then v_run.limits else '{}' end,
      clock_timestamp() + v_plan."delayMs" * interval '1 ms')
    on conflict (run_id, step_id) where step_id is not null do nothing;
    continue when not found;
    insert into wait (run_id, step_id, kind, event_name, expr, path, value, expires_at)
    select p_run, v_plan.id, 'event', "eventName", expr, path, value, clock_timestamp() + v_plan."delayMs" * interval '1 ms'
    from json_to_record(v_plan.awaited) as w("eventName" text, expr text, path text, value text) where v_plan.awaited is not null;
    insert into event (id, name, body, target, parent_run, parent_step)
    select id, name, body::json, target, p_run, v_plan.id
    from json_to_record(v_plan.invoked) as e(id text, name text, body text, target text) where v_plan.invoked is not null;
  end loop;

  update job set state = 'ready', worker = null, claim = null, again = false, attempt = 0 where id = p_job and again;
  if not found then delete from job where id = p_job; end if;
end $$;

-- The result of one awaited operation. Its job is the worker's own, or (p_job null) a timer that an event or an invoked
-- run overtakes. Answers 'discover' (the worker keeps the job, now the run's), 'parked', 'queued', or 'lost'.
create function resolve_op(p_job bigint, p_claim bigint, p_run uuid, p_step text, p_memo json) returns text language plpgsql as $$
declare
  v_run run;
  v_op job;
  v_runner job;
begin
  select * into v_run from run where id = p_run and outcome is null for update;
  if not found then return 'lost'; end if;
  if p_job is null then
    select * into v_op from job where run_id = p_run and step_id = p_step and kind = 'timer' for update;
  else
    select * into v_op from job where id = p_job and claim = p_claim for update;
  end if;
  if not found then return 'lost'; end if;

  perform save_memos(p_run, p_memo);
  delete from wait where run_id = p_run and step_id = p_step;

  if not v_op.race and exists (select from job where run_id = p_run and kind in ('step', 'timer') and id <> v_op.id) then
    delete from job where id = v_op.id;
    return 'parked';
  end if;

  select * into v_runner from job where run_id = p_run and kind = 'run' for update;
  if found then
    update job set again = (state = 'claimed') where id = v_runner.id;
    delete from job where id = v_op.id;
    return 'parked';
  end if;

  if p_job is not null then
    update job set kind = 'run', step_id = null, op = null, name = null, race = false, attempt = 0 where id = v_op.id;
    return 'discover';
  end if;

  delete from job where id = v_op.id;
  insert into job (run_id, kind, tag, lane, keys, limits) values (p_run, 'run', v_run.tag, v_run.lane, v_run.keys, v_run.limits);
  return 'queued';
end $$;

create function end_run(p_run uuid, p_outcome text, p_output text, p_error text) returns void language plpgsql as $$
declare v_run run;
begin
  delete from job where run_id = p_run;
  delete from wait where run_id = p_run;
  update run set outcome = p_outcome, output = p_output::json, error = p_error::json, ended_at = clock_timestamp()
  where id = p_run returning * into v_run;

  if p_outcome <> 'completed' then
    insert into event (id, name, body)
    select v.id, v.name, json_build_object('id', v.id, 'name', v.name, 'ts', (extract(epoch from clock_timestamp()) * 1000)::bigint,
      'data', json_build_object('function_id', v_run.fn_id, 'run_id', v_run.id, 'error', v_run.error,
        -- Postgres looks inside no JSON that has a NUL.
        'event', replace(v_run.events::text, '\\u0000', '\\ufffd')::json -> 0, 'events', v_run.events))
    from (values (p_outcome || ':' || p_run, 'inngest/function.' || p_outcome)) v(id, name)
    on conflict do nothing;
  end if;

  if v_run.parent_run is not null then
    perform resolve_op(null, null, v_run.parent_run, v_run.parent_step, json_build_array(json_build_object(
      'id', v_run.parent_step, 'op', 'InvokeFunction', 'name', v_run.fn_id,
      'data', case when p_outcome = 'completed' then coalesce(p_output, 'null') end,
      'error', case when p_outcome <> 'completed' then p_error end, 'startedAt', v_run.created_at)));
  end if;
end $$;

-- Ends a run from the job that ran it: well if there is no error. False when the claim is lost.
create function finish_run(p_job bigint, p_claim bigint, p_run uuid, p_memos json, p_output text, p_error text)
returns boolean language plpgsql as $$
begin
  perform from run where id = p_run and outcome is null for update;
  if not found then return false; end if;
  perform from job where id = p_job and claim = p_claim for update;
  if not found then return false; end if;
  perform save_memos(p_run, p_memos);
  perform end_run(p_run, case when p_error is null then 'completed' else 'failed' end, p_output, p_error);
  return true;
end $$;

create function finish_all(p_endings json) returns json language sql as $$
  select json_agg(finish_run(id, claim, run, memos, output, error) order by ord)
  from rows from (json_to_recordset(p_endings) as (id bigint, claim bigint, "runId" uuid, memos json, output text, error text))
    with ordinality as t(id, claim, run, memos, output, error, ord)
$$;

-- Ends a run from outside. False when it had already ended. Who works on it finds its claim gone.
create function cancel_run(p_run uuid, p_reason text) returns boolean language plpgsql as $$
begin
  perform from run where id = p_run and outcome is null for update;
  if not found then return false; end if;
  perform end_run(p_run, 'cancelled', null, json_build_object('name', 'Cancelled', 'message', p_reason, 'stack', '')::text);
  return true;
end $$;

-- A timeouts option's moment: cancels the run if it did not start, or did not finish, in time.
create function expire_run(p_job bigint, p_claim bigint, p_run uuid, p_what text, p_ms bigint) returns void language plpgsql as $$
declare
  v_started timestamptz;
  v_late constant interval := p_ms * interval '1 ms';
begin
  select started_at into v_started from run where id = p_run;
  if (p_what = 'start' and v_started is null) or (p_what = 'finish' and v_started <= clock_timestamp() - v_late) then
    perform cancel_run(p_run, format('It did not %s in time', p_what));
  elsif p_what = 'start' then
    delete from job where id = p_job and claim = p_claim;
  else
    -- Counted from the start, which may have come after this job was queued, or be still to come.
    update job set state = 'scheduled', worker = null, claim = null, due_at = coalesce(v_started, clock_timestamp()) + v_late
    where id = p_job and claim = p_claim;
  end if;
end $$;
`;
