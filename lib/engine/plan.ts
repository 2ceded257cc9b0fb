import { z } from "zod";
import type { Op } from "./answers";
import { MAX_DURATION_MS, parseDelay } from "./duration";

/** The operations that are plans. */
export const PLANNED = ["StepPlanned", "Sleep", "WaitForEvent", "InvokeFunction"];

/** Something the function waits for, to be turned into a job. */
export interface Plan {
  id: string;
  op: string;
  name: string;
  /** Until a sleep is over, or a wait or an invocation has taken too long. */
  delayMs: number;
  awaited?: { eventName: string; expr: string | undefined };
  invoked?: { target: string; data: Record<string, unknown>; user: unknown };
}

/** What operations say of what they wait for, by the specification. */
const planOptions = z.object({
  duration: z.string().optional(),
  event: z.string().optional(),
  if: z.string().optional(),
  timeout: z.string().optional(),
  function_id: z.string().optional(),
  payload: z.object({ data: z.record(z.string(), z.unknown()).nullish(), user: z.unknown().optional() }).nullish(),
});

/** A year: what a wait or an invocation gets that names no time-out. */
const FOREVER_MS = 365 * 24 * 60 * 60 * 1000;

/** An operation as a plan; a text says why it can be none. Event and duration come as the operation's `name` from SDKs. */
export function readPlan({ id, op, name: given, opts }: Op, name: string, now: Date): Plan | string {
  const plan = { id, op, name, delayMs: 0 };
  if (op === "StepPlanned") return plan;

  const parsed = planOptions.safeParse(opts ?? {});
  if (!parsed.success) return `is not understood: ${z.prettifyError(parsed.error)}`;
  const { duration, event, if: expr, timeout, function_id: target, payload } = parsed.data;
  const until = op === "Sleep" ? (duration ?? given ?? "") : timeout;
  const delayMs = until === undefined ? FOREVER_MS : parseDelay(until, now);
  if (delayMs === undefined) return `asks for "${until}", which is neither a duration nor a date`;
  if (delayMs > MAX_DURATION_MS) return `asks for ${until}, which is longer than 366 days`;
  plan.delayMs = Math.round(delayMs);
  if (op === "Sleep") return plan;

  const eventName = event ?? given;
  if (op === "WaitForEvent") return eventName ? { ...plan, awaited: { eventName, expr } } : "names no event";
  return target ? { ...plan, invoked: { target, data: payload?.data ?? {}, user: payload?.user } } : "names no function";
}
