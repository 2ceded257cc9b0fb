import { keyOf } from "./expressions";
import type { EventBody } from "./ingest";
import type { Tx } from "./store";

interface Rate {
  key?: string | undefined;
  limit: number;
  /** In ms. */
  period: number;
  /** Turns that may be taken at once; as many as the limit unless told otherwise. */
  burst?: number;
}

/**
 * rateLimit and throttle: up to `burst` turns at once, then one per period / limit. How long this event has to wait for its turn,
 * in ms; with `drop` undefined when that is at all, and then it counts for nothing.
 *
 * GCRA: a key's theoretical arrival time moves on by period / limit with each turn, from now at the earliest.
 */
export async function takeTurn(tx: Tx, fnId: string, kind: "rate" | "throttle", rate: Rate, event: EventBody | undefined, drop: boolean) {
  const interval = rate.period / rate.limit;
  const allowance = interval * (rate.burst ?? rate.limit);
  const [row] = await tx<{ ahead: number }[]>`
    insert into pace (fn_id, key, tat)
    values (${fnId}, ${`${kind}|${keyOf(rate.key, { event })}`}, clock_timestamp() + ${interval}::float8 * interval '1 ms')
    on conflict (fn_id, key) do update set tat = greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
      where not ${drop} or greatest(pace.tat, clock_timestamp()) + ${interval}::float8 * interval '1 ms'
        <= clock_timestamp() + ${allowance}::float8 * interval '1 ms'
    returning (extract(epoch from tat - clock_timestamp()) * 1000)::float8 as ahead`;
  return row && Math.max(0, Math.ceil(row.ahead - allowance));
}
