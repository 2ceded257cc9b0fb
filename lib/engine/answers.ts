import { z } from "zod";
import type { Answer } from "./app";
import { parseDelay } from "./duration";
import { MAX_STEP_BYTES } from "./limits";
import { PLANNED, type Plan, readPlan } from "./plan";

/** One operation of a 206 answer. Read no more of it than this: the rest is the SDK's own business. */
const op = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  /** Of the SDK: `a` is the start, in ns since 1970. */
  timing: z.object({ a: z.coerce.number() }).optional().catch(undefined),
});

export const ops = z.array(op);

const sdkError = z.looseObject({
  name: z.string().catch("Error"),
  message: z.string().optional(),
  error: z.string().optional(),
  stack: z.string().catch(""),
});

export type Op = z.infer<typeof op>;

/** A step result to memoise. */
export interface Memo {
  id: string;
  op: string;
  name: string;
  /** JSON text; exactly one of data and error is set. */
  data?: string;
  error?: string;
  startedAt?: Date | undefined;
}

/** How a run ends, after its last steps: with its output or with an error, as JSON text. */
export type Ending = { memos: Memo[]; output: string } | { memos: Memo[]; error: string };

/** What the engine has to do after a call. */
export type Verdict =
  | ({ kind: "end" } & Ending)
  | { kind: "retry"; error: string; afterMs: number | undefined }
  | { kind: "continue"; memos: Memo[]; plans: Plan[]; race: boolean };

/** Reads an answer of the app. Pure: what cannot be honoured becomes a failure that names it. */
export function readAnswer(answer: Answer, now: Date): Verdict {
  if (answer.status === 200) return complete(answer.body, []);
  const body = parseJson(answer.body);
  if (answer.status !== 206) {
    const error = errorJson(body, answer.status);
    return answer.headers["x-inngest-no-retry"] === "true" ? { kind: "end", memos: [], error } : retry(error, answer.headers, now);
  }
  const parsed = ops.safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) return refused(`The app's answer is not understood: ${z.prettifyError(parsed.error)}`);
  return readOps(parsed.data, answer.headers, now);
}

/** Reads what the SDK says of steps, in an answer or in a checkpoint. */
export function readOps(given: Op[], headers: Answer["headers"], now: Date): Verdict {
  const memos: Memo[] = [];
  const plans: Plan[] = [];
  let race = headers["x-inngest-req-version"] === "1";
  for (const each of given) {
    const name = each.displayName ?? each.name ?? each.id;
    const memo = readMemo(each, name);
    if (memo) {
      if (Buffer.byteLength(memo.data ?? memo.error ?? "") > MAX_STEP_BYTES)
        return refused(`The output of step "${name}" is larger than ${MAX_STEP_BYTES} bytes`, memos);
      memos.push(memo);
    } else if (PLANNED.includes(each.op)) {
      const plan = readPlan(each, name, now);
      if (typeof plan === "string") return refused(`${each.op} "${name}" ${plan}`, memos);
      plans.push(plan);
    } else if (each.op === "RunComplete") return complete(JSON.stringify(each.data ?? null), memos);
    else if (each.op === "StepError") return retry(errorJson(each.error), headers, now);
    else if (each.op === "StepNotFound") return retry(failure(`Step ${each.id} was not found by the app`), headers, now);
    else if (each.op !== "DiscoveryRequest") return refused(`${each.op} (step "${name}") is not supported by the embedded engine`, memos);
    if (each.opts?.parallelMode === "race") race = true;
  }
  return { kind: "continue", memos, plans, race };
}

/** A finished step as a memo; undefined when `op` is something else. */
function readMemo({ id, op, data, error, timing }: Op, name: string): Memo | undefined {
  const memo = { id, op, name, startedAt: timing && new Date(timing.a / 1e6) };
  if (op === "StepRun" || op === "Step") return { ...memo, data: JSON.stringify(data ?? null) };
  return op === "StepFailed" ? { ...memo, error: errorJson(error) } : undefined;
}

function complete(output: string, memos: Memo[]): Verdict {
  if (Buffer.byteLength(output) > MAX_STEP_BYTES) return refused(`The function's output is larger than ${MAX_STEP_BYTES} bytes`, memos);
  return { kind: "end", memos, output: output || "null" };
}

function refused(message: string, memos: Memo[] = []): Verdict {
  return { kind: "end", memos, error: failure(message) };
}

export function failure(message: string, name = "Error"): string {
  return JSON.stringify({ name, message, stack: "" });
}

/** Not before `Retry-After`, in seconds or as a date, at most a day away. */
function retry(error: string, headers: Answer["headers"], now: Date): Verdict {
  const header = headers["retry-after"] ?? "";
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : parseDelay(header, now);
  return { kind: "retry", error, afterMs: ms && Math.min(ms, 24 * 60 * 60 * 1000) };
}

function errorJson(candidate: unknown, status?: number): string {
  const unknown = `The app answered ${status ?? "an error"}`;
  const parsed = sdkError.safeParse(candidate);
  if (!parsed.success) return failure(typeof candidate === "string" && candidate ? candidate : unknown);
  const { name, message, error, stack, cause } = parsed.data;
  return JSON.stringify({ name, message: message ?? error ?? unknown, stack, cause });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
