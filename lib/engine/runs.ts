import type { FunctionSpec } from "./functions";
import type { EventBody } from "./ingest";
import type { Sql } from "./store";
import type { describeWait } from "./waits";

export interface NewRun {
  id: string;
  fnId: string;
  events: EventBody[];
  /** Concurrency keys a job of this run holds while it executes, and how many may hold each. */
  keys: string[];
  limits: number[];
  /** Whose turn this run takes: its first concurrency key, or its function. */
  lane: string;
  /** Ahead of (or, negative, behind) runs of its time by this much. */
  priorityMs?: number;
  /** Not before this long from now. */
  delayMs?: number;
  singletonKey?: string;
  /** Only if no run of the function had this key within `DEDUPE_HOURS`. */
  idempotencyKey?: string;
  parentRun?: string | null;
  parentStep?: string | null;
  timeouts?: FunctionSpec["timeouts"];
  /** Events that cancel this run. */
  cancels?: (ReturnType<typeof describeWait> & { timeoutMs: number | undefined })[];
}

/** Queues runs, each with its first job. */
export async function insertRuns(sql: Sql, runs: NewRun[]): Promise<void> {
  const described = runs.map((run) => ({ ...run, events: JSON.stringify(run.events) }));
  if (runs.length > 0) await sql`select queue_runs(${JSON.stringify(described)}::text::json)`;
}
