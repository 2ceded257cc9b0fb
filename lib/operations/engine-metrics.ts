import "server-only";
import type { Store } from "@/lib/engine/store";

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

export async function measureEngine({ firm }: Store): Promise<Metrics> {
  const [row] = await firm<{ metrics: Metrics }[]>`
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
