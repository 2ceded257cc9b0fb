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
  data?: string | null;
  error?: string | null;
  startedAt?: Date | null;
}

/** What the engine has to do after a call. */
export type Verdict =
  | { kind: "complete"; memos: Memo[]; output: string }
  | { kind: "fail"; memos: Memo[]; error: string }
  | { kind: "retry"; error: string; afterMs: number | undefined }
  | { kind: "continue"; memos: Memo[]; plans: Plan[]; race: boolean };

/** Reads an answer of the app. Pure: what cannot be honoured becomes a failure that names it. */
export function readAnswer(answer: Answer, now: Date): Verdict {
  if (answer.status === 200) return complete(answer.body, []);
  if (answer.status === 206) return readOps(answer, now);
  const error = errorJson(parseJson(answer.body), answer.status);
  return answer.headers["x-inngest-no-retry"] === "true" ? { kind: "fail", memos: [], error } : retry(error, answer, now);
}

/** A finished step as a memo; undefined when `candidate` is something else. */
export function toMemo(candidate: Op): Memo | undefined {
  const failed = candidate.op === "StepFailed";
  if (candidate.op !== "StepRun" && candidate.op !== "Step" && !failed) return undefined;
  return {
    id: candidate.id,
    op: candidate.op,
    name: nameOf(candidate),
    data: failed ? null : JSON.stringify(candidate.data ?? null),
    error: failed ? errorJson(candidate.error) : null,
    startedAt: candidate.timing ? new Date(candidate.timing.a / 1e6) : null,
  };
}

export function failure(message: string, name = "Error"): string {
  return JSON.stringify({ name, message, stack: "" });
}

function readOps(answer: Answer, now: Date): Verdict {
  const body = parseJson(answer.body);
  const parsed = ops.safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) return refused(`The app's answer is not understood: ${z.prettifyError(parsed.error)}`);

  const memos: Memo[] = [];
  const plans: Plan[] = [];
  let race = answer.headers["x-inngest-req-version"] === "1";
  for (const each of parsed.data) {
    const memo = toMemo(each);
    const refusal = memo && tooLarge(memo);
    if (refusal) return refused(refusal, memos);
    if (memo) memos.push(memo);
    else if (each.op === "RunComplete") return complete(JSON.stringify(each.data ?? null), memos);
    else if (each.op === "StepError") return retry(errorJson(each.error), answer, now);
    else if (each.op === "StepNotFound") return retry(failure(`Step ${each.id} was not found by the app`), answer, now);
    else if (PLANNED.includes(each.op)) {
      const plan = readPlan(each, nameOf(each), now);
      if (typeof plan === "string") return refused(`${each.op} "${nameOf(each)}" ${plan}`, memos);
      plans.push(plan);
    } else if (each.op !== "DiscoveryRequest")
      return refused(`${each.op} (step "${nameOf(each)}") is not supported by the embedded engine`, memos);
    if (each.opts?.parallelMode === "race") race = true;
  }
  return { kind: "continue", memos, plans, race };
}

function complete(output: string, memos: Memo[]): Verdict {
  if (Buffer.byteLength(output) > MAX_STEP_BYTES) return refused(`The function's output is larger than ${MAX_STEP_BYTES} bytes`, memos);
  return { kind: "complete", memos, output: output || "null" };
}

function refused(message: string, memos: Memo[] = []): Verdict {
  return { kind: "fail", memos, error: failure(message) };
}

/** Why a memo is refused; undefined when it is not. */
export function tooLarge({ name, data, error }: Memo): string | undefined {
  const bytes = Buffer.byteLength(data ?? error ?? "");
  return bytes > MAX_STEP_BYTES ? `The output of step "${name}" is larger than ${MAX_STEP_BYTES} bytes` : undefined;
}

function nameOf({ displayName, name, id }: Op): string {
  return displayName ?? name ?? id;
}

/** Not before `Retry-After`, in seconds or as a date, at most a day away. */
function retry(error: string, { headers }: Answer, now: Date): Verdict {
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
