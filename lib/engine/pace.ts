import { keyOf } from "./expressions";
import type { EventBody } from "./ingest";
import type { Tx } from "./sql";

interface Rate {
  key?: string | undefined;
  limit: number;
  /** In ms. */
  period: number;
}

/*
 * Both are GCRA: a key's theoretical arrival time moves on by period / limit with each run, from now at the earliest.
 */

/** rateLimit: up to `limit` at once, then one per period / limit. What comes too early is dropped and counts for nothing. */
export async function isWithinRate(tx: Tx, fnId: string, rate: Rate, event: EventBody | undefined): Promise<boolean> {
  const interval = rate.period / rate.limit;
  const rows = await tx`
    insert into pace (fn_id, key, tat)
    values (${fnId}, ${`rate|${keyFor(rate, event)}`}, clock_timestamp() + ${interval}::float8 * interval '1 ms')
    on conflict (fn_id, key) do update
      set tat = greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
      where greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
        <= clock_timestamp() + ${rate.period}::float8 * interval '1 ms'
    returning 1`;
  return rows.length > 0;
}

/** throttle: up to `burst` at once, then one per period / limit. Ms that this run has to wait for its turn. */
export async function throttleDelay(tx: Tx, fnId: string, rate: Rate & { burst: number }, event: EventBody | undefined): Promise<number> {
  const interval = rate.period / rate.limit;
  const [row] = await tx<{ ahead: number }>`
    insert into pace (fn_id, key, tat)
    values (${fnId}, ${`throttle|${keyFor(rate, event)}`}, clock_timestamp() + ${interval}::float8 * interval '1 ms')
    on conflict (fn_id, key) do update set tat = greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
    returning (extract(epoch from tat - clock_timestamp()) * 1000)::float8 as ahead`;
  return Math.max(0, Math.ceil((row?.ahead ?? 0) - interval * rate.burst));
}

function keyFor({ key }: Rate, event: EventBody | undefined): string {
  return key ? keyOf(key, { event }) : "";
}
