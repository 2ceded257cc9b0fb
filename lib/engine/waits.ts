import type { Memo } from "./answers";
import { evaluate, holds } from "./expressions";
import type { EventBody, TakenEvent } from "./ingest";
import type { Held } from "./jobs";
import { type Sql, scalar, type Tx } from "./store";

/** `match: "data.id"` reaches us as this. Looked up by value instead of asked one by one. */
const EQUALITY = /^\s*event\.([\w.]+)\s*==\s*async\.\1\s*$/;

/**
 * What arriving events of a name are compared with.
 *
 * @param expr over `event`, the waiting run's, and `async`, the one that arrives
 */
export function describeWait(eventName: string, expr: string | undefined, event: EventBody | undefined) {
  const path = EQUALITY.exec(expr ?? "")?.[1];
  return { eventName, expr, path, value: path && JSON.stringify(evaluate(`event.${path}`, { event })) };
}

/** Wakes or cancels the runs that were waiting for one of these events. */
export async function matchWaits(tx: Tx, arrived: TakenEvent[]): Promise<void> {
  const names = [...new Set(arrived.map(({ body }) => body.name))];
  const awaited = await tx<{ name: string; path: string | null }[]>`
    select distinct event_name as name, path from wait where event_name = any(${names}::text[])`;
  for (const { body } of arrived) {
    const paths = awaited.filter(({ name }) => name === body.name).map(({ path }) => path);
    if (paths.length > 0) await matchEvent(tx, body, paths);
  }
}

async function matchEvent(tx: Tx, arrived: EventBody, paths: (string | null)[]) {
  const looked = paths.filter((path) => path !== null);
  const values = looked.map((path) => JSON.stringify(evaluate(`event.${path}`, { event: arrived })));
  const waits = await tx<{ run_id: string; step_id: string | null; expr: string | null; events: EventBody[] }[]>`
    select w.run_id, w.step_id, w.expr, r.events
    from wait w join run r on r.id = w.run_id
    where w.event_name = ${arrived.name} and (w.expires_at is null or w.expires_at > clock_timestamp())
      and (w.path is null or (w.path, w.value) in (select * from unnest(${looked}::text[], ${values}::text[])))
    order by w.run_id`;
  for (const wait of waits) {
    if (!holds(wait.expr, { event: wait.events[0], async: arrived })) continue;
    // A step waits for the event; without a step, it is the run that it cancels.
    if (wait.step_id === null) await tx`select cancel_run(${wait.run_id}, ${`Cancelled by ${arrived.name}`})`;
    else await resolveWait(tx, wait.run_id, { id: wait.step_id, op: "WaitForEvent", name: arrived.name, data: JSON.stringify(arrived) });
  }
}

/**
 * What a run waits for came about: memoises it, and has the function called again once nothing else is awaited. `held` is the job
 * that stands for it, if its time has come and nothing overtook it. True when that job is now the run's own: call the function.
 */
export async function resolveWait(sql: Sql, runId: string, memo: Memo, held?: Held): Promise<boolean> {
  const { id = null, claim = null } = held ?? {};
  return (
    "discover" === (await scalar(sql`select resolve_op(${id}, ${claim}, ${runId}, ${memo.id}, ${JSON.stringify([memo])}::text::json)`))
  );
}
