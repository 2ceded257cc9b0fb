import { WORKER_LOCK_CLASS } from "./schema-claim";

/** Deaths of a process over one job after which the job is at fault. */
const MAX_LOSSES = 20;

export const WORKERS = `
-- Gives a worker up and frees its jobs; their memoised steps stay. Jobs that somebody is changing right now are left
-- for the next beat, rather than waited for in an order that could deadlock.
create function release_worker(p_worker int) returns int language plpgsql as $$
declare v_jobs int; v_job record;
begin
  -- First: waits for a claim of that worker that is under way, and lets it make no more.
  update worker set gone = true where id = p_worker;
  for v_job in select id, claim, run_id from job where state = 'claimed' and worker = p_worker and losses >= ${MAX_LOSSES} loop
    perform finish_run(v_job.id, v_job.claim, v_job.run_id, '[]', null, json_build_object('name', 'ProcessLost',
      'message', 'The process died ${MAX_LOSSES} times while it ran this step', 'stack', '')::text);
  end loop;
  update job set state = 'ready', worker = null, claim = null, losses = losses + 1 where id in (
    select id from job where state = 'claimed' and worker = p_worker for update skip locked
  );
  get diagnostics v_jobs = row_count;
  delete from worker where id = p_worker and not exists (select from job where state = 'claimed' and worker = p_worker);
  return v_jobs;
end $$;

-- One beat of a worker, in the session that holds its lock: takes the lock back if a reconnect lost it, and tells who
-- beats and who holds a lock. A worker that is gone was given up by others.
create function beat(p_worker int) returns table (worker int, beats bigint, alive boolean, gone boolean) language plpgsql as $$
begin
  if not exists (
    select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
      and classid = ${WORKER_LOCK_CLASS} and objid = p_worker and objsubid = 2
  ) then
    perform pg_try_advisory_lock(${WORKER_LOCK_CLASS}, p_worker);
  end if;
  update worker w set beat = w.beat + 1 where w.id = p_worker;

  return query select w.id, w.beat, exists (
    select from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 2
      and l.classid = ${WORKER_LOCK_CLASS} and l.objid = w.id
      and l.database = (select oid from pg_database where datname = current_database())
  ), w.gone from worker w;
end $$;

-- Safety net for freed keys that nobody reported (a process died in between): one job per key whose limit has room.
create function unblock() returns int language plpgsql as $$
declare v_jobs int;
begin
  perform pg_advisory_xact_lock(${WORKER_LOCK_CLASS}, 0);
  with recursive blocked_key as (
    (select blocked_on as k from job where state = 'blocked' order by blocked_on limit 1)
    union all
    select (select blocked_on from job where state = 'blocked' and blocked_on > k order by blocked_on limit 1)
    from blocked_key where k is not null
  ), active as (
    select k, count(*) as n from job, unnest(keys) k where state = 'claimed' group by k
  ), head as (
    select next.id, next.limits[array_position(next.keys, b.k)] as room, b.k
    from (select k from blocked_key where k is not null limit 1000) b
    cross join lateral (select id, keys, limits from job where state = 'blocked' and blocked_on = b.k order by tag, id limit 1) next
  )
  update job set state = 'ready', blocked_on = null
  from head left join active using (k)
  where job.id = head.id and coalesce(active.n, 0) < head.room;
  get diagnostics v_jobs = row_count;
  return v_jobs;
end $$;
`;
