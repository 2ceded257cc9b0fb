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

const expression = z.string().refine(isExpression, "is not a CEL expression");

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: "custom", message: `"${text}" is not a duration` });
  return z.NEVER;
});

const window = (minMs: number, maxMs: number) =>
  duration.refine((ms) => ms >= minMs && ms <= maxMs, `must be between ${minMs / 1000} s and ${maxMs / 1000} s`);

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

const concurrency = z.strictObject({
  limit: z.number().int().min(0),
  key: expression.optional(),
  scope: z.enum(["fn", "env", "account"]).default("fn"),
});

const configuration = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z
    .array(
      z.strictObject({
        event: z.string().optional(),
        expression: expression.nullish(),
        cron: z.string().refine(isCron, "is not a cron expression").optional(),
      }),
    )
    .max(10),
  steps: z.strictObject({
    step: z.strictObject({
      id: z.string(),
      name: z.string(),
      runtime: z.strictObject({ type: z.literal("http"), url: z.string() }),
      retries: z.strictObject({ attempts: z.number().int().min(0).max(20).optional() }).optional(),
    }),
  }),
  idempotency: expression.optional(),
  concurrency: z.preprocess(
    (value) => (typeof value === "number" ? [{ limit: value }] : value === undefined || Array.isArray(value) ? (value ?? []) : [value]),
    z.array(concurrency).max(2),
  ),
  batchEvents: z
    .strictObject({
      maxSize: z.number().int().min(1).max(100),
      timeout: window(SECOND, 60 * SECOND),
      key: expression.optional(),
      if: expression.optional(),
    })
    .optional(),
  debounce: z
    .strictObject({ key: expression.optional(), period: window(SECOND, 7 * DAY), timeout: window(SECOND, 7 * DAY).optional() })
    .optional(),
  rateLimit: z.strictObject({ key: expression.optional(), limit: z.number().int().min(1), period: window(SECOND, DAY) }).optional(),
  throttle: z
    .strictObject({
      key: expression.optional(),
      limit: z.number().int().min(1),
      period: window(SECOND, 7 * DAY),
      burst: z.number().int().min(1).default(1),
    })
    .optional(),
  singleton: z.strictObject({ key: expression.optional(), mode: z.enum(["skip", "cancel"]) }).optional(),
  priority: z.strictObject({ run: expression.optional() }).optional(),
  cancel: z
    .array(z.strictObject({ event: z.string(), if: expression.optional(), timeout: duration.optional() }))
    .max(5)
    .default([]),
  timeouts: z.strictObject({ start: duration.optional(), finish: duration.optional() }).optional(),
});

const identified = z.object({ id: z.string() });
const syncAnswer = z.object({ functions: z.array(z.unknown()) });

/** A function as the engine runs it. Durations in ms. */
export type FunctionSpec = z.infer<typeof configuration> & {
  /** Calls before a step, or the function between steps, is given up. */
  maxAttempts: number;
};

export interface Registry {
  find(fnId: string): FunctionSpec | undefined;
  /** Functions an event of this name may start; their filter is still to be asked. */
  triggeredBy(eventName: string): { fn: FunctionSpec; filter: string | undefined }[];
  crons: { fn: FunctionSpec; expr: string }[];
  /** Events that cancel runs of some function. */
  cancelling: ReadonlySet<string>;
  functions: FunctionSpec[];
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
  if (!parsed.success) {
    const id = identified.safeParse(candidate).data?.id ?? "a function";
    throw new RefusedConfiguration(`${id}: ${z.prettifyError(parsed.error)}`);
  }
  const fn = parsed.data;
  if (fn.batchEvents) refuseWithBatch(fn);
  return { ...fn, maxAttempts: (fn.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1 };
}

function refuseWithBatch(fn: z.infer<typeof configuration>) {
  for (const option of ["idempotency", "debounce", "rateLimit", "singleton"] as const)
    if (fn[option]) throw new RefusedConfiguration(`${fn.id}: ${option} cannot be combined with batchEvents`);
  if (fn.cancel.length > 0) throw new RefusedConfiguration(`${fn.id}: cancelOn cannot be combined with batchEvents`);
}

export function toRegistry(specs: FunctionSpec[]): Registry {
  const byId = new Map(specs.map((fn) => [fn.id, fn]));
  const byEvent = new Map<string, { fn: FunctionSpec; filter: string | undefined }[]>();
  const crons: Registry["crons"] = [];
  for (const fn of specs)
    for (const trigger of fn.triggers) {
      const { event, expression: filter, cron } = trigger;
      if (cron) crons.push({ fn, expr: cron });
      if (event) byEvent.set(event, [...(byEvent.get(event) ?? []), { fn, filter: filter ?? undefined }]);
    }
  return {
    find: (fnId) => byId.get(fnId),
    triggeredBy: (name) => byEvent.get(name) ?? [],
    crons,
    cancelling: new Set(specs.flatMap((fn) => fn.cancel.map(({ event }) => event))),
    functions: specs,
  };
}

function isExpression(source: string): boolean {
  try {
    compile(source);
    return true;
  } catch {
    return false;
  }
}

/** A cron expression, with an optional `TZ=Europe/Rome ` in front. */
export function parseCron(expr: string): Cron {
  const [, timezone, pattern] = /^(?:TZ=(\S+)\s+)?(.*)$/.exec(expr) ?? [];
  // Paused and never scheduled: only asked for times.
  return new Cron(pattern ?? expr, { paused: true, ...(timezone ? { timezone } : {}) });
}

function isCron(expr: string): boolean {
  try {
    parseCron(expr).nextRun();
    return true;
  } catch {
    return false;
  }
}
