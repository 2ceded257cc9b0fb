import { evaluate, holds, keyOf } from "./expressions";
import type { FunctionSpec } from "./functions";
import { gather } from "./gather";
import type { EventBody } from "./ingest";
import { isWithinRate, throttleDelay } from "./pace";
import { insertRuns, type NewRun, newRun } from "./runs";
import type { Tx } from "./sql";

/** Most a priority may move a run, in seconds. */
const MAX_PRIORITY_SECONDS = 600;

/** The runs that an event which triggers `fn` starts now: one, or none when an option of the function holds it back. */
export async function startRun(tx: Tx, fn: FunctionSpec, event: EventBody): Promise<NewRun[]> {
  const alone = fn.batchEvents?.if !== undefined && !holds(fn.batchEvents.if, { event });
  const events = alone ? [event] : await gather(tx, fn, event);
  return events ? admit(tx, fn, events) : [];
}

/** The run for events that are no longer held back, unless one of the function's limits refuses it. */
export async function admit(tx: Tx, fn: FunctionSpec, events: EventBody[]): Promise<NewRun[]> {
  const [event] = events;
  if (fn.rateLimit && !(await isWithinRate(tx, fn.id, fn.rateLimit, event))) return [];
  const run = describeRun(fn, events);
  run.idempotencyKey = fn.idempotency ? keyOf(fn.idempotency, { event }) : null;
  if (fn.throttle) run.delayMs = await throttleDelay(tx, fn.id, fn.throttle, event);
  if (!fn.singleton) return [run];

  // One by one: the next event of the same batch has to find this run.
  run.singletonKey = `${fn.id}|${fn.singleton.key ? keyOf(fn.singleton.key, { event }) : ""}`;
  if (fn.singleton.mode === "cancel")
    await tx`select cancel_run(id, 'A newer run took its place') from run where singleton_key = ${run.singletonKey} and outcome is null`;
  await insertRuns(tx, [run]);
  return [];
}

/** A run of `fn` with the keys, lane and priority its events give it. */
export function describeRun(fn: FunctionSpec, events: EventBody[]): NewRun {
  const [event] = events;
  const run = newRun(fn.id, events);
  for (const { key, limit, scope } of fn.concurrency) {
    // 0 is Inngest's way of saying "no limit".
    if (limit === 0) continue;
    const held = `${scope === "fn" ? fn.id : scope}|${key ? `${key}|${keyOf(key, { event })}` : ""}`;
    if (key && run.lane === fn.id) run.lane = held;
    run.keys.push(held);
    run.limits.push(limit);
  }
  run.priorityMs = prioritySeconds(fn, event) * 1000;
  run.timeouts = { start: fn.timeouts?.start ?? null, finish: fn.timeouts?.finish ?? null };
  run.cancelOn = fn.cancel;
  return run;
}

function prioritySeconds(fn: FunctionSpec, event: EventBody | undefined): number {
  const seconds = fn.priority?.run ? Number(evaluate(fn.priority.run, { event })) : 0;
  return Number.isFinite(seconds) ? Math.max(-MAX_PRIORITY_SECONDS, Math.min(MAX_PRIORITY_SECONDS, seconds)) : 0;
}
