import type { ClaimedJob } from "./claim";
import type { Store } from "./store";

/** A `timeouts` option's moment: cancels the run if it did not start, or did not finish, in time. */
export async function expireRun(store: Store, job: ClaimedJob): Promise<void> {
  const [kind, ms] = (job.name ?? "").split(":");
  if (kind === "start") {
    await store.sql`
      select cancel_run(id, 'It did not start in time') from run where id = ${job.runId} and outcome is null and started_at is null`;
    await store.sql`delete from job where id = ${job.id} and claim = ${job.claim}`;
    return;
  }
  // Counted from the start, which may have come after this job was queued, or be still to come.
  await store.sql`
    with late as (
      select id, clock_timestamp() - coalesce(started_at, clock_timestamp()) >= ${Number(ms)} * interval '1 ms' as over, started_at
      from run where id = ${job.runId}
    ), cancelled as (
      select cancel_run(id, 'It did not finish in time') from late where over
    ), later as (
      update job set state = 'scheduled', worker = null, claim = null,
        due_at = coalesce(late.started_at, clock_timestamp()) + ${Number(ms)} * interval '1 ms'
      from late where not late.over and job.id = ${job.id} and job.claim = ${job.claim}
    )
    select count(*) from cancelled`;
}
