import { admit } from "./admit";
import { holds, keyOf } from "./expressions";
import type { FunctionSpec, Registry } from "./functions";
import type { EventBody } from "./ingest";
import { insertRuns } from "./runs";
import type { Store, Tx } from "./store";

/** Most a batch carries, whatever its size says. */
const MAX_BATCH_BYTES = 10 * 1024 * 1024;

/**
 * The events to run with now: this one, the batch that it fills, or none while it is held back. A batch keeps all its events and
 * waits from the first on; a debounce keeps the last, and each one pushes the moment away, up to the time-out.
 */
export async function gather(tx: Tx, fn: FunctionSpec, event: EventBody): Promise<EventBody[]> {
  const { id, batchEvents, debounce } = fn;
  const option = batchEvents ?? debounce;
  if (!option || !holds(batchEvents?.if, { event })) return [event];
  const key = keyOf(option.key, { event });
  const body = JSON.stringify(event);
  const [full] = await tx<{ events: EventBody[] }[]>`
    with gathered as (
      insert into gathering (fn_id, key, events, bytes, due_at)
      values (${id}, ${key}, array[${body}::text::json], ${Buffer.byteLength(body)}, clock_timestamp() + ${option.period} * interval '1 ms')
      on conflict (fn_id, key) do update set
        events = case when ${option === batchEvents} then gathering.events end || excluded.events,
        bytes = case when ${option === batchEvents} then gathering.bytes else 0 end + excluded.bytes,
        due_at = least(excluded.due_at, gathering.first_at + ${option.timeout ?? null}::bigint * interval '1 ms')
      returning events, bytes
    )
    select array_to_json(events) as events from gathered
    where cardinality(events) >= ${batchEvents?.maxSize ?? null} or bytes >= ${MAX_BATCH_BYTES}`;
  if (full) await tx`delete from gathering where fn_id = ${id} and key = ${key}`;
  return full?.events ?? [];
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
