import { DEDUPE_HOURS } from "./limits";
import type { Store } from "./store";

export interface Retention {
  /** Days that completed runs are kept. */
  completedDays: number;
  /** Days that failed and cancelled runs are kept. */
  failedDays: number;
}

export const DEFAULT_RETENTION: Retention = { completedDays: 3, failedDays: 30 };

/** Rows per transaction: short ones, so that nothing waits for the broom. */
const CHUNK = 1000;

/** Forgets what is past its time. Answers how many rows went; more may be left when it is a multiple of a chunk. */
export async function prune({ quick }: Store, { completedDays, failedDays }: Retention): Promise<number> {
  const [row] = await quick<{ rows: number }[]>`
    with old_runs as (
      select id from run
      where outcome is not null and (
        (outcome = 'completed' and ended_at < now() - ${completedDays} * interval '1 day')
        or (outcome <> 'completed' and ended_at < now() - ${failedDays} * interval '1 day'))
      order by ended_at limit ${CHUNK} for update skip locked
    ), runs as (
      delete from run using old_runs where run.id = old_runs.id returning 1
    ), steps as (
      delete from step using old_runs where step.run_id = old_runs.id
    ), events as (
      delete from event where seq in (
        select seq from event where received_at < now() - ${DEDUPE_HOURS} * interval '1 hour' and dispatched_at is not null
        order by received_at limit ${CHUNK} for update skip locked
      ) returning 1
    ), keys as (
      delete from seen where (fn_id, key) in (select fn_id, key from seen where expires_at < now() limit ${CHUNK}) returning 1
    ), paces as (
      delete from pace where (fn_id, key) in (select fn_id, key from pace where tat < now() - interval '1 hour' limit ${CHUNK}) returning 1
    ), waits as (
      delete from wait where id in (select id from wait where kind = 'cancel' and expires_at < now() limit ${CHUNK}) returning 1
    )
    select (select count(*) from runs)::int + (select count(*) from events)::int + (select count(*) from keys)::int
      + (select count(*) from paces)::int + (select count(*) from waits)::int as rows`;
  return row?.rows ?? 0;
}
