import { keyOf } from "./expressions";
import type { FunctionSpec } from "./functions";
import type { EventBody } from "./ingest";
import { describeRun, insertRuns, type NewRun } from "./runs";
import type { Tx } from "./store";

/** The run that these events start, if any: unless they are none, or one of the function's limits refuses it. */
export async function admit(tx: Tx, fn: FunctionSpec, events: EventBody[]): Promise<NewRun[]> {
  const [event] = events;
  if (!event || (await takeTurn(tx, fn, "rateLimit", event)) === undefined) return [];
  const run: NewRun = describeRun(fn, events);
  run.delayMs = (await takeTurn(tx, fn, "throttle", event)) ?? 0;
  if (fn.idempotency) run.idempotencyKey = keyOf(fn.idempotency, { event });
  if (!fn.singleton) return [run];

  // One by one: the next event of the same batch has to find this run.
  run.singletonKey = `${fn.id}|${keyOf(fn.singleton.key, { event })}`;
  if (fn.singleton.mode === "cancel")
    await tx`select cancel_run(id, 'A newer run took its place') from run where singleton_key = ${run.singletonKey} and outcome is null`;
  await insertRuns(tx, [run]);
  return [];
}

/**
 * How long `event` has to wait for its turn, in ms; undefined when `rateLimit` drops it, and then it counts for nothing.
 *
 * Up to `burst` turns at once, then one per period / limit. GCRA: a key's theoretical arrival time moves on by that with each turn,
 * from now at the earliest. A rateLimit is a throttle whose burst is its limit, and that drops who would have to wait.
 */
async function takeTurn(tx: Tx, fn: FunctionSpec, option: "rateLimit" | "throttle", event: EventBody): Promise<number | undefined> {
  const rate = fn[option];
  if (!rate) return 0;
  const interval = rate.period / rate.limit;
  const allowance = interval * ("burst" in rate ? rate.burst : rate.limit);
  const [row] = await tx<{ ahead: number }[]>`
    insert into pace (fn_id, key, tat)
    values (${fn.id}, ${`${option}|${keyOf(rate.key, { event })}`}, clock_timestamp() + ${interval}::float8 * interval '1 ms')
    on conflict (fn_id, key) do update set tat = greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
      where ${option} = 'throttle' or greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
        <= clock_timestamp() + ${allowance}::float8 * interval '1 ms'
    returning (extract(epoch from tat - clock_timestamp()) * 1000)::float8 as ahead`;
  return row && Math.max(0, Math.ceil(row.ahead - allowance));
}
