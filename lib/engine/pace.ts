import { keyOf } from "./expressions";
import type { EventBody } from "./ingest";
import type { Tx } from "./store";

interface Rate {
  key?: string | undefined;
  limit: number;
  /** In ms. */
  period: number;
}

/** rateLimit: up to `limit` at once, then one per period / limit. What comes too early is dropped and counts for nothing. */
export async function isWithinRate(tx: Tx, fnId: string, rate: Rate, event: EventBody | undefined): Promise<boolean> {
  return (await takeTurn(tx, fnId, "rate", rate, event, rate.period)) !== undefined;
}

/** throttle: up to `burst` at once, then one per period / limit. Ms that this run has to wait for its turn. */
export async function throttleDelay(tx: Tx, fnId: string, rate: Rate & { burst: number }, event: EventBody | undefined): Promise<number> {
  const ahead = (await takeTurn(tx, fnId, "throttle", rate, event, null)) ?? 0;
  return Math.max(0, Math.ceil(ahead - (rate.period / rate.limit) * rate.burst));
}

/**
 * GCRA: a key's theoretical arrival time moves on by period / limit with each run, from now at the earliest. How far ahead of now
 * it is then, in ms; undefined when that were more than `maxAhead`, and then it stays.
 */
async function takeTurn(tx: Tx, fnId: string, kind: string, rate: Rate, event: EventBody | undefined, maxAhead: number | null) {
  const interval = rate.period / rate.limit;
  const [row] = await tx<{ ahead: number }[]>`
    insert into pace (fn_id, key, tat)
    values (${fnId}, ${`${kind}|${keyOf(rate.key, { event })}`}, clock_timestamp() + ${interval}::float8 * interval '1 ms')
    on conflict (fn_id, key) do update set tat = greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
      where ${maxAhead}::float8 is null or greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
        <= clock_timestamp() + ${maxAhead}::float8 * interval '1 ms'
    returning (extract(epoch from tat - clock_timestamp()) * 1000)::float8 as ahead`;
  return row?.ahead;
}
