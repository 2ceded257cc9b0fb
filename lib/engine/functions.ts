import { Cron } from "croner";
import { z } from "zod";
import type { App } from "./app";
import { parseDuration } from "./duration";
import { compile } from "./expressions";

/** A configuration this engine cannot honour. The message names function and option. */
export class RefusedConfiguration extends Error {
  override name = "RefusedConfiguration";
}

/** Retries when a function sets none, as in the real server: five attempts. */
const DEFAULT_RETRIES = 4;

const readableBy = (read: (text: string) => unknown, what: string) =>
  z.string().refine((text) => {
    try {
      read(text);
      return true;
    } catch {
      return false;
    }
  }, `is not a ${what}`);

const expression = readableBy(compile, "CEL expression");
const key = expression.optional();
const limit = z.number().int().min(1);

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: "custom", message: `"${text}" is not a duration` });
  return z.NEVER;
});

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** A duration of a second at least. */
const window = (maxMs: number) => duration.refine((ms) => ms >= SECOND && ms <= maxMs, `must be between 1 s and ${maxMs / SECOND} s`);

const concurrency = z.strictObject({ limit: z.number().int().min(0), key, scope: z.enum(["fn", "env", "account"]).default("fn") });

const trigger = z.strictObject({
  event: z.string().optional(),
  expression: expression.nullish(),
  cron: readableBy((text) => parseCron(text).nextRun(), "cron expression").optional(),
});

const step = z.strictObject({
  id: z.string(),
  name: z.string(),
  runtime: z.strictObject({ type: z.literal("http"), url: z.string() }),
  retries: z.strictObject({ attempts: z.number().int().min(0).max(20).optional() }).optional(),
});

const configuration = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z.array(trigger).max(10),
  steps: z.strictObject({ step }),
  idempotency: expression.optional(),
  concurrency: z.preprocess((value = []) => (typeof value === "number" ? [{ limit: value }] : [value].flat()), z.array(concurrency).max(2)),
  batchEvents: z
    .strictObject({ maxSize: limit.max(100), timeout: window(60 * SECOND), key, if: expression.optional() })
    .transform((batch) => ({ ...batch, period: batch.timeout }))
    .optional(),
  debounce: z.strictObject({ key, period: window(7 * DAY), timeout: window(7 * DAY).optional() }).optional(),
  rateLimit: z.strictObject({ key, limit, period: window(DAY) }).optional(),
  throttle: z.strictObject({ key, limit, period: window(7 * DAY), burst: limit.default(1) }).optional(),
  singleton: z.strictObject({ key, mode: z.enum(["skip", "cancel"]) }).optional(),
  priority: z.strictObject({ run: expression.optional() }).optional(),
  cancel: z
    .array(z.strictObject({ event: z.string(), if: expression.optional(), timeout: duration.optional() }))
    .max(5)
    .default([]),
  timeouts: z.strictObject({ start: duration.optional(), finish: duration.optional() }).optional(),
});

const identified = z.object({ id: z.string() }).catch({ id: "a function" });
const syncAnswer = z.object({ functions: z.array(z.unknown()) });

/** A function as the engine runs it. Durations in ms. */
export type FunctionSpec = z.infer<typeof configuration> & {
  /** Calls before a step, or the function between steps, is given up. */
  maxAttempts: number;
};

export interface Registry {
  functions: FunctionSpec[];
  find(fnId: string): FunctionSpec | undefined;
  /** Functions an event of this name may start; their expression is still to be asked. */
  triggeredBy(eventName: string): { fn: FunctionSpec; expression?: string | null | undefined }[];
  crons: { fn: FunctionSpec; expr: string }[];
  /** Events that cancel runs of some function. */
  cancelling: ReadonlySet<string>;
}

/** Asks the app for its functions. Throws `RefusedConfiguration` for what cannot be honoured, and what `App.sync` throws. */
export async function fetchRegistry(app: App): Promise<Registry> {
  const answer = await app.sync();
  if (answer.status !== 200) throw new RefusedConfiguration(`The app answered ${answer.status} to the sync: ${answer.body.slice(0, 500)}`);
  const { functions } = syncAnswer.parse(JSON.parse(answer.body));
  return toRegistry(functions.map(parseConfiguration));
}

/** Strict: an option we do not know would otherwise be one we silently ignore. */
export function parseConfiguration(candidate: unknown): FunctionSpec {
  const parsed = configuration.safeParse(candidate);
  if (!parsed.success) throw new RefusedConfiguration(`${identified.parse(candidate).id}: ${z.prettifyError(parsed.error)}`);
  const fn = parsed.data;
  if (fn.batchEvents) refuseWithBatch(fn);
  return { ...fn, maxAttempts: (fn.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1 };
}

function refuseWithBatch(fn: z.infer<typeof configuration>) {
  for (const option of ["idempotency", "debounce", "rateLimit", "singleton"] as const)
    if (fn[option]) throw new RefusedConfiguration(`${fn.id}: ${option} cannot be combined with batchEvents`);
  if (fn.cancel.length > 0) throw new RefusedConfiguration(`${fn.id}: cancelOn cannot be combined with batchEvents`);
}

export function toRegistry(functions: FunctionSpec[]): Registry {
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  const triggers = functions.flatMap((fn) => fn.triggers.map((each) => ({ ...each, fn })));
  return {
    functions,
    find: (fnId) => byId.get(fnId),
    triggeredBy: (name) => triggers.filter(({ event }) => event === name),
    crons: triggers.flatMap(({ fn, cron }) => (cron ? [{ fn, expr: cron }] : [])),
    cancelling: new Set(functions.flatMap((fn) => fn.cancel.map(({ event }) => event))),
  };
}

/** A cron expression, with an optional `TZ=Europe/Rome ` in front. */
export function parseCron(expr: string): Cron {
  const [, timezone, pattern] = /^(?:TZ=(\S+)\s+)?(.*)$/.exec(expr) ?? [];
  // Paused and never scheduled: only asked for times.
  return new Cron(pattern ?? expr, { paused: true, ...(timezone && { timezone }) });
}
