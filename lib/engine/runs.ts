import { v7 as uuid } from "uuid";
import { evaluate, keyOf } from "./expressions";
import type { FunctionSpec } from "./functions";
import type { EventBody } from "./ingest";
import type { Sql } from "./store";
import { describeWait } from "./waits";

/** Most a priority may move a run, in seconds. */
const MAX_PRIORITY_SECONDS = 600;

/** A run of `fn` with the keys, lane and priority its events give it. */
export function describeRun(fn: FunctionSpec, events: EventBody[]) {
  const [event] = events;
  // 0 is Inngest's way of saying "no limit".
  const limited = fn.concurrency.filter(({ limit }) => limit > 0);
  const keys = limited.map(({ key, scope }) => `${scope === "fn" ? fn.id : scope}|${key ? `${key}|${keyOf(key, { event })}` : ""}`);
  return {
    id: uuid(),
    fnId: fn.id,
    events,
    /** Concurrency keys a job of this run holds while it executes, and how many may hold each. */
    keys,
    limits: limited.map(({ limit }) => limit),
    /** Whose turn this run takes: its first concurrency key, or its function. */
    lane: keys[limited.findIndex(({ key }) => key)] ?? fn.id,
    /** Ahead of (or, negative, behind) runs of its time by this much. */
    priorityMs: Math.round(prioritySeconds(fn, event) * 1000),
    timeouts: fn.timeouts,
    /** Events that cancel this run. */
    cancels: fn.cancel.map(({ event: name, if: expr, timeout }) => ({ ...describeWait(name, expr, event), timeoutMs: timeout })),
  };
}

function prioritySeconds(fn: FunctionSpec, event: EventBody | undefined): number {
  const seconds = fn.priority?.run ? Number(evaluate(fn.priority.run, { event })) : 0;
  return Number.isFinite(seconds) ? Math.max(-MAX_PRIORITY_SECONDS, Math.min(MAX_PRIORITY_SECONDS, seconds)) : 0;
}

type Described = ReturnType<typeof describeRun>;

/** A run to queue. */
export type NewRun = Pick<Described, "id" | "fnId" | "events" | "keys" | "limits" | "lane"> &
  Partial<Described> & {
    /** Not before this long from now. */
    delayMs?: number;
    singletonKey?: string;
    /** Only if no run of the function had this key within `DEDUPE_HOURS`. */
    idempotencyKey?: string;
    parentRun?: string | null;
    parentStep?: string | null;
  };

/** Queues runs, each with its first job. */
export async function insertRuns(sql: Sql, runs: NewRun[]): Promise<void> {
  const described = runs.map((run) => ({ ...run, events: JSON.stringify(run.events) }));
  if (runs.length > 0) await sql`select queue_runs(${JSON.stringify(described)}::text::json)`;
}
