import type postgres from "postgres";
import { DEDUPE_HOURS } from "./limits";
import type { Store } from "./store";

export interface Retention {
  /** Days that completed runs are kept. */
  completedDays: number;
  /** Days that failed and cancelled runs are kept. */
  failedDays: number;
}

/** Rows per transaction: short ones, so that nothing waits for the broom. */
const CHUNK = 1000;

/** Forgets what is past its time. Answers how many rows went; more may be left when it is a multiple of a chunk. */
export async function prune({ quick }: Store, { completedDays, failedDays }: Retention): Promise<number> {
  // Oldest first: by the index on its time, if there is one, instead of looking at everything that is young.
  const forget = (table: string, time: string, past: postgres.Fragment) => quick`
    delete from ${quick(table)} where ctid = any(array(
      select ctid from ${quick(table)} where ${past} order by ${quick(time)} limit ${CHUNK} for update skip locked))`;
  let rows = 0;
  for (const forgotten of [
    quick`
      with old_runs as (
        select id from run
        where outcome is not null and (
          (outcome = 'completed' and ended_at < now() - ${completedDays} * interval '1 day')
          or (outcome <> 'completed' and ended_at < now() - ${failedDays} * interval '1 day'))
        order by ended_at limit ${CHUNK} for update skip locked
      ), steps as (
        delete from step using old_runs where step.run_id = old_runs.id
      )
      delete from run using old_runs where run.id = old_runs.id`,
    forget("event", "received_at", quick`received_at < now() - ${DEDUPE_HOURS} * interval '1 hour' and dispatched_at is not null`),
    forget("seen", "expires_at", quick`expires_at < now()`),
    forget("pace", "tat", quick`tat < now() - interval '1 hour'`),
    forget("wait", "expires_at", quick`kind = 'cancel' and expires_at < now()`),
  ])
    rows += (await forgotten).count;
  return rows;
}
