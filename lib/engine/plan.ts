import { v7 as uuid } from "uuid";
import { z } from "zod";
import type { Plan } from "./answers";
import type { ClaimedJob } from "./claim";
import { MAX_DURATION_MS, parseDelay } from "./duration";
import { insertEvents } from "./ingest";
import type { Tx } from "./store";
import { insertWait } from "./waits";

/** An operation that cannot be carried out: fails the run, with the step's name. */
export class RefusedOperation extends Error {
  override name = "RefusedOperation";
}

/** What the operations say of themselves. Event and duration come as `name` from SDKs, and under their own name in the specification. */
const options = z.object({
  name: z.string().nullish(),
  duration: z.string().optional(),
  event: z.string().optional(),
  if: z.string().optional(),
  timeout: z.string().optional(),
});
const invokeOptions = z.object({
  function_id: z.string(),
  payload: z.object({ data: z.record(z.string(), z.unknown()).nullish(), user: z.unknown().optional() }).nullish(),
});

/** A year: what a wait or an invocation gets that names no time-out. */
const FOREVER_MS = 365 * 24 * 60 * 60 * 1000;

/** Turns what a function waits for into jobs. What is already planned or done is left as it is: a race asks again. */
export async function planJobs(tx: Tx, job: ClaimedJob, plans: Plan[], race: boolean): Promise<void> {
  const now = new Date();
  const planned = plans.map((plan) => ({ ...plan, delay: delayOf(plan, now) }));
  const inserted = await tx<{ step_id: string }[]>`
    insert into job (run_id, kind, state, step_id, op, name, race, tag, lane, keys, limits, due_at)
    select r.id, case when p.op = 'StepPlanned' then 'step' else 'timer' end,
      case when p.op = 'StepPlanned' then 'ready' else 'scheduled' end,
      p.id, p.op, p.name, ${race}, r.tag, r.lane, case when p.op = 'StepPlanned' then r.keys else '{}' end,
      case when p.op = 'StepPlanned' then r.limits else '{}' end, clock_timestamp() + p.delay * interval '1 ms'
    from json_to_recordset(${JSON.stringify(planned, ["id", "op", "name", "delay"])}::text::json) as p(id text, op text, name text, delay bigint)
    join run r on r.id = ${job.runId}
    where not exists (select from step s where s.run_id = r.id and s.id = p.id)
    on conflict (run_id, step_id) where step_id is not null do nothing
    returning step_id`;
  if (plans.length > 1 || plans.some(({ op }) => op === "StepPlanned"))
    await tx`update run set parallel = true where id = ${job.runId} and not parallel`;

  const fresh = new Set(inserted.map(({ step_id }) => step_id));
  for (const plan of planned) {
    if (!fresh.has(plan.id)) continue;
    if (plan.op === "WaitForEvent") await wait(tx, job, plan, plan.delay);
    if (plan.op === "InvokeFunction") await invoke(tx, job, plan);
  }
}

async function wait(tx: Tx, { runId, events }: ClaimedJob, plan: Plan, timeoutMs: number) {
  const { event, name, if: expr } = options.parse(plan.opts);
  const eventName = event ?? name;
  if (!eventName) throw new RefusedOperation(`waitForEvent "${plan.name}" names no event`);
  await insertWait(tx, { runId, stepId: plan.id, kind: "event", eventName, expr, event: events[0], timeoutMs });
}

async function invoke(tx: Tx, { runId }: ClaimedJob, plan: Plan) {
  const { function_id: target, payload } = invokeOptions.parse(plan.opts);
  const { data, user } = payload ?? {};
  const event = { id: uuid(), name: "inngest/function.invoked", data: data ?? {}, user, ts: Date.now() };
  await insertEvents(tx, [event], { target, parentRun: runId, parentStep: plan.id });
}

function delayOf({ op, name: step, opts }: Plan, now: Date): number {
  if (op === "StepPlanned") return 0;
  const { duration, name, timeout } = options.parse(opts);
  const text = op === "Sleep" ? (duration ?? name ?? "") : timeout;
  if (text === undefined) return FOREVER_MS;
  const ms = parseDelay(text, now);
  if (ms === undefined) throw new RefusedOperation(`${op} "${step}": "${text}" is neither a duration nor a date`);
  if (ms > MAX_DURATION_MS) throw new RefusedOperation(`${op} "${step}": ${text} is longer than 366 days`);
  return Math.round(ms);
}
