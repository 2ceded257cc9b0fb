import "server-only";
import { v7 as uuid } from "uuid";
import type { EventBody } from "@/lib/engine/ingest";
import { insertRuns, type NewRun } from "@/lib/engine/runs";
import type { Store } from "@/lib/engine/store";
import { wake } from "@/lib/engine/wake";

/** False when the run had already ended. */
export async function cancelRun({ firm }: Store, id: string): Promise<boolean> {
  const [row] = await firm<{ cancelled: boolean }[]>`select cancel_run(${id}, 'Cancelled by an operator') as cancelled`;
  return row?.cancelled ?? false;
}

/** Starts the function again from its first step, with the events this run had. The new run's id; undefined when there is no such run. */
export async function rerun(store: Store, id: string): Promise<string | undefined> {
  const [run] = await store.firm<Omit<NewRun, "id">[]>`select fn_id as "fnId", events, keys, limits, lane from run where id = ${id}`;
  if (!run) return undefined;
  const again = { ...run, id: uuid() };
  await insertRuns(store.firm, [again]);
  wake(store);
  return again.id;
}

/** From now on no event starts a run; runs under way go on to their end. Answers how many those are. */
export async function drain({ firm }: Store): Promise<number> {
  await firm`insert into setting (key) values ('draining') on conflict do nothing`;
  const [row] = await firm<{ runs: number }[]>`select count(*)::int as runs from run where outcome is null`;
  return row?.runs ?? 0;
}

export async function resume(store: Store): Promise<void> {
  await store.firm`delete from setting where key = 'draining'`;
  wake(store);
}

/** An event that this engine has not finished with: never turned into a run, or into one that is still under way. */
export interface Unfinished {
  event: EventBody;
  /** The run under way; null when the event was not dispatched. */
  runId: string | null;
}

/**
 * What another engine would have to be told: send the events there under the same ids, then `markMoved`. A run under way
 * starts over there, from its first step: its memoised steps stay here. Invoked runs are left out, their parents start them.
 */
export function listUnfinished({ firm }: Store, limit = 1000): Promise<Unfinished[]> {
  return firm<Unfinished[]>`
    select body as event, null as "runId" from event where dispatched_at is null and target is null and name not like 'inngest/%'
    union all
    select e.event, run.id from run cross join lateral json_array_elements(run.events) e(event)
    where outcome is null and parent_run is null and e.event ->> 'name' not like 'inngest/%'
    limit ${limit}`;
}

/** Forgets what another engine has been told of. */
export async function markMoved({ firm }: Store, unfinished: Unfinished[]): Promise<void> {
  const events = unfinished.filter(({ runId }) => runId === null).map(({ event }) => event.id);
  const runs = unfinished.flatMap(({ runId }) => runId ?? []);
  await firm`update event set dispatched_at = now() where id = any(${events}::text[]) and dispatched_at is null`;
  await firm`select cancel_run(id, 'Moved to another engine') from unnest(${runs}::uuid[]) id`;
}
