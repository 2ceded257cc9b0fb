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
        'event', v_run.events -> 0, 'events', v_run.events))
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
  from rows from (json_to_recordset(p_endings) as (id bigint, claim bigint, run uuid, memos json, output text, error text))
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
`;
