import { evaluate, keyOf } from "./expressions";
import type { FunctionSpec } from "./functions";
import type { EventBody } from "./ingest";
import { DEDUPE_HOURS } from "./limits";
import { type NewRun, newRun } from "./runs";
import type { Tx } from "./store";

/** Most a priority may move a run, in seconds. */
const MAX_PRIORITY_SECONDS = 600;

/** The runs an event that triggers `fn` starts: one, or none when an option of the function says so. */
export async function startRun(tx: Tx, fn: FunctionSpec, event: EventBody): Promise<NewRun[]> {
  if (fn.idempotency && !(await isFirst(tx, fn.id, keyOf(fn.idempotency, { event })))) return [];
  return [describeRun(fn, [event])];
}

/** A run of `fn` with the keys, lane and priority its events give it. */
export function describeRun(fn: FunctionSpec, events: EventBody[]): NewRun {
  const [event] = events;
  const run = newRun(fn.id, events);
  for (const { key, limit, scope } of fn.concurrency) {
    if (limit === 0) continue;
    const held = `${scope === "fn" ? fn.id : scope}|${key ? `${key}|${keyOf(key, { event })}` : ""}`;
    if (key && run.lane === fn.id) run.lane = held;
    run.keys.push(held);
    run.limits.push(limit);
  }
  run.priorityMs = prioritySeconds(fn, event) * 1000;
  run.timeouts = { start: fn.timeouts?.start ?? null, finish: fn.timeouts?.finish ?? null };
  return run;
}

async function isFirst(tx: Tx, fnId: string, key: string): Promise<boolean> {
  const rows = await tx`
    insert into seen (fn_id, key, expires_at) values (${fnId}, ${key}, now() + ${DEDUPE_HOURS} * interval '1 hour')
    on conflict (fn_id, key) do update set expires_at = excluded.expires_at where seen.expires_at < now()
    returning 1`;
  return rows.length > 0;
}

function prioritySeconds(fn: FunctionSpec, event: EventBody | undefined): number {
  const seconds = fn.priority?.run ? Number(evaluate(fn.priority.run, { event })) : 0;
  return Number.isFinite(seconds) ? Math.max(-MAX_PRIORITY_SECONDS, Math.min(MAX_PRIORITY_SECONDS, seconds)) : 0;
}
