import { Cron } from "croner";
import { z } from "zod";
import type { App } from "./app";
import { parseDuration } from "./duration";
import { compile, holds } from "./expressions";
import type { EventBody } from "./ingest";

/** Retries when a function sets none, as in the real server: five attempts. */
const DEFAULT_RETRIES = 4;

/** Text that `read` makes something of, as what it makes of it. */
const readable = <T>(read: (text: string) => T | undefined, what: string) =>
  z.string().transform((text, context) => {
    try {
      const value = read(text);
      if (value !== undefined) return value;
    } catch {}
    context.addIssue({ code: "custom", message: `"${text}" is not a ${what}` });
    return z.NEVER;
  });

const expression = readable((text) => compile(text) && text, "CEL expression");
const key = expression.optional();
const limit = z.number().int().min(1);
const duration = readable(parseDuration, "duration");

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** A duration of a second at least. */
const window = (maxMs: number) => duration.refine((ms) => ms >= SECOND && ms <= maxMs, `must be between 1 s and ${maxMs / SECOND} s`);

const concurrency = z.strictObject({ limit: z.number().int().min(0), key, scope: z.enum(["fn", "env", "account"]).default("fn") });

const trigger = z.strictObject({
  event: z.string().optional(),
  expression: expression.nullish(),
  cron: readable((text) => parseCron(text).nextRuns(1) && text, "cron expression").optional(),
});

const step = z.strictObject({
  id: z.string(),
  name: z.string(),
  runtime: z.strictObject({ type: z.literal("http"), url: z.string() }),
  retries: z.strictObject({ attempts: z.number().int().min(0).max(20).optional() }).optional(),
});

const options = z.strictObject({
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

const configuration = options.superRefine(({ batchEvents, idempotency, debounce, rateLimit, singleton, cancel }, context) => {
  const others = { idempotency, debounce, rateLimit, singleton, cancelOn: cancel[0] };
  for (const [option, set] of Object.entries(others))
    if (batchEvents && set) context.addIssue({ code: "custom", message: `${option} cannot be combined with batchEvents` });
});

const syncAnswer = z.object({ functions: z.array(z.looseObject({ id: z.string() })) });

/** A function as the engine runs it. Durations in ms. */
export type FunctionSpec = z.infer<typeof configuration>;

export type Registry = ReturnType<typeof toRegistry>;

/** Asks the app for its functions. Throws what `App.sync` and `parseConfiguration` throw. */
export async function fetchRegistry(app: App): Promise<Registry> {
  const answer = await app.sync();
  if (answer.status !== 200) throw new Error(`The app answered ${answer.status} to the sync: ${answer.body.slice(0, 500)}`);
  const { functions } = syncAnswer.parse(JSON.parse(answer.body));
  return toRegistry(functions.map(parseConfiguration));
}

/**
 * Strict: an option we do not know would otherwise be one we silently ignore. Throws for a configuration that this engine
 * cannot honour, and names function and option.
 */
export function parseConfiguration(candidate: { id: string; [option: string]: unknown }): FunctionSpec {
  const parsed = configuration.safeParse(candidate);
  if (!parsed.success) throw new Error(`${candidate.id}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export function toRegistry(functions: FunctionSpec[]) {
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  const triggers = functions.flatMap((fn) => fn.triggers.map((each) => ({ ...each, fn })));
  return {
    functions,
    find: (fnId: string) => byId.get(fnId),
    /** Calls before a step of the function, or the function between steps, is given up. */
    maxAttempts: (fnId: string) => (byId.get(fnId)?.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    /** Functions that an event starts. */
    triggeredBy: (arrived: EventBody) =>
      triggers.filter(({ event, expression }) => event === arrived.name && holds(expression, { event: arrived })).map(({ fn }) => fn),
    crons: triggers.flatMap(({ fn, cron }) => (cron ? [{ fn, expr: cron }] : [])),
    /** Events that cancel runs of some function. */
    cancelling: new Set(functions.flatMap((fn) => fn.cancel.map(({ event }) => event))),
  };
}

/** A cron expression, with an optional `TZ=Europe/Rome ` in front. */
export function parseCron(expr: string): Cron {
  const [, timezone, pattern] = /^(?:TZ=(\S+)\s+)?(.*)$/.exec(expr) ?? [];
  // Paused and never scheduled: only asked for times.
  return new Cron(pattern ?? expr, { paused: true, ...(timezone && { timezone }) });
}
