import { keyOf } from "./expressions";
import type { FunctionSpec, Registry } from "./functions";
import type { EventBody } from "./ingest";
import { insertRuns } from "./runs";
import { admit } from "./start-run";
import type { Store, Tx } from "./store";

/** Most a batch carries, whatever its size says. */
const MAX_BATCH_BYTES = 10 * 1024 * 1024;

/** The events to run with now: this one, a batch that it fills, or undefined while it is held back. */
export async function gather(tx: Tx, fn: FunctionSpec, event: EventBody): Promise<EventBody[] | undefined> {
  if (fn.batchEvents) return fill(tx, fn.id, fn.batchEvents, event);
  if (fn.debounce) await settle(tx, fn.id, fn.debounce, event);
  return fn.debounce ? undefined : [event];
}

/** Starts what was held back until now. Answers how many runs that are. */
export function releaseGathered(store: Store, registry: Registry): Promise<number> {
  const ids = registry.functions.filter(({ batchEvents, debounce }) => batchEvents || debounce).map(({ id }) => id);
  if (ids.length === 0) return Promise.resolve(0);
  return store.quick.begin(async (tx) => {
    const due = await tx<{ fn_id: string; events: EventBody[] }[]>`
      delete from gathering where (fn_id, key) in (
        select fn_id, key from gathering where due_at <= clock_timestamp() and fn_id = any(${ids}::text[])
        order by due_at limit 100 for update skip locked
      ) returning fn_id, array_to_json(events) as events`;
    for (const { fn_id, events } of due) {
      const fn = registry.find(fn_id);
      if (fn) await insertRuns(tx, await admit(tx, fn, events));
    }
    return due.length;
  });
}

async function fill(tx: Tx, fnId: string, batch: NonNullable<FunctionSpec["batchEvents"]>, event: EventBody) {
  const key = keyOf(batch.key, { event });
  const body = JSON.stringify(event);
  const full = await tx<{ events: EventBody[] }[]>`
    with filled as (
      insert into gathering (fn_id, key, events, bytes, due_at)
      values (${fnId}, ${key}, array[${body}::text::json], ${Buffer.byteLength(body)}, clock_timestamp() + ${batch.timeout} * interval '1 ms')
      on conflict (fn_id, key) do update
        set events = gathering.events || excluded.events, bytes = gathering.bytes + excluded.bytes
      returning events, bytes
    )
    select array_to_json(events) as events from filled where cardinality(events) >= ${batch.maxSize} or bytes >= ${MAX_BATCH_BYTES}`;
  if (full.length > 0) await tx`delete from gathering where fn_id = ${fnId} and key = ${key}`;
  return full[0]?.events;
}

/** Keeps the last event of a burst; each one pushes the moment away, up to the time-out. */
async function settle(tx: Tx, fnId: string, { key, period, timeout }: NonNullable<FunctionSpec["debounce"]>, event: EventBody) {
  const body = JSON.stringify(event);
  await tx`
    insert into gathering (fn_id, key, events, bytes, due_at)
    values (${fnId}, ${keyOf(key, { event })}, array[${body}::text::json], ${Buffer.byteLength(body)},
      clock_timestamp() + ${period} * interval '1 ms')
    on conflict (fn_id, key) do update set events = excluded.events, bytes = excluded.bytes,
      due_at = least(excluded.due_at, gathering.first_at + ${timeout ?? null}::bigint * interval '1 ms')`;
}
