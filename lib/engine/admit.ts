import { v7 as uuid } from "uuid";
import { evaluate, keyOf } from "./expressions";
import type { FunctionSpec } from "./functions";
import type { EventBody } from "./ingest";
import { takeTurn } from "./pace";
import { insertRuns, type NewRun } from "./runs";
import type { Tx } from "./store";
import { describeWait } from "./waits";

/** Most a priority may move a run, in seconds. */
const MAX_PRIORITY_SECONDS = 600;

/** The run that these events start, if any: unless they are none, or one of the function's limits refuses it. */
export async function admit(tx: Tx, fn: FunctionSpec, events: EventBody[]): Promise<NewRun[]> {
  const [event] = events;
  if (!event || (await takeTurn(tx, fn, "rateLimit", event)) === undefined) return [];
  const run = describeRun(fn, events);
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

/** A run of `fn` with the keys, lane and priority its events give it. */
export function describeRun(fn: FunctionSpec, events: EventBody[]): NewRun {
  const [event] = events;
  // 0 is Inngest's way of saying "no limit".
  const limited = fn.concurrency.filter(({ limit }) => limit > 0);
  const keys = limited.map(({ key, scope }) => `${scope === "fn" ? fn.id : scope}|${key ? `${key}|${keyOf(key, { event })}` : ""}`);
  return {
    id: uuid(),
    fnId: fn.id,
    events,
    keys,
    limits: limited.map(({ limit }) => limit),
    lane: keys[limited.findIndex(({ key }) => key)] ?? fn.id,
    priorityMs: Math.round(prioritySeconds(fn, event) * 1000),
    timeouts: fn.timeouts,
    cancels: fn.cancel.map(({ event: name, if: expr, timeout }) => ({ ...describeWait(name, expr, event), timeoutMs: timeout })),
  };
}

function prioritySeconds(fn: FunctionSpec, event: EventBody | undefined): number {
  const seconds = fn.priority?.run ? Number(evaluate(fn.priority.run, { event })) : 0;
  return Number.isFinite(seconds) ? Math.max(-MAX_PRIORITY_SECONDS, Math.min(MAX_PRIORITY_SECONDS, seconds)) : 0;
}
