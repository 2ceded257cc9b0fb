import { keyOf } from "./expressions";
import type { FunctionSpec } from "./functions";
import type { EventBody } from "./ingest";
import type { Tx } from "./store";

/**
 * How long `event` has to wait for its turn, in ms; undefined when `rateLimit` drops it, and then it counts for nothing.
 *
 * Up to `burst` turns at once, then one per period / limit. GCRA: a key's theoretical arrival time moves on by that with each turn,
 * from now at the earliest. A rateLimit is a throttle whose burst is its limit, and that drops who would have to wait.
 */
export async function takeTurn(tx: Tx, fn: FunctionSpec, option: "rateLimit" | "throttle", event: EventBody): Promise<number | undefined> {
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
