import { v7 as uuid } from "uuid";
import { z } from "zod";
import type { Plan } from "./answers";
import type { ClaimedJob } from "./claim";
import { MAX_DURATION_MS, parseDelay } from "./duration";
import { type EventBody, insertTargeted } from "./ingest";
import { json } from "./json";
import type { Tx } from "./sql";
import { insertWait } from "./waits";

/** An operation that cannot be carried out: fails the run, with the step's name. */
export class RefusedOperation extends Error {
  override name = "RefusedOperation";
}

const waitOptions = z.object({
  name: z.string().optional(),
  event: z.string().optional(),
  if: z.string().optional(),
  timeout: z.string().optional(),
});
const invokeOptions = z.object({
  function_id: z.string(),
  payload: z
    .object({ data: z.record(z.string(), z.unknown()).nullish(), user: z.unknown().optional(), v: z.unknown().optional() })
    .nullish(),
  timeout: z.string().optional(),
});
const timeoutOption = z.object({ timeout: z.string().optional() });
const sleepOptions = z.object({ name: z.string().optional(), duration: z.string().optional() });

/** A year: what a wait or an invocation gets that names no time-out. */
const FOREVER_MS = 365 * 24 * 60 * 60 * 1000;

/** Turns what a function waits for into jobs. What is already planned or done is left as it is: a race asks again. */
export async function planJobs(tx: Tx, job: ClaimedJob, plans: Plan[], race: boolean): Promise<void> {
  const now = new Date();
  const delays = plans.map((plan) => delayOf(plan, now));
  const planned = await tx<{ step_id: string }>`
    insert into job (run_id, kind, state, step_id, op, name, race, tag, lane, keys, limits, due_at)
    select r.id, case when p.op = 'StepPlanned' then 'step' else 'timer' end,
      case when p.op = 'StepPlanned' then 'ready' else 'scheduled' end,
      p.id, p.op, p.name, ${race}, r.tag, r.lane, case when p.op = 'StepPlanned' then r.keys else '{}' end,
      case when p.op = 'StepPlanned' then r.limits else '{}' end, clock_timestamp() + p.delay * interval '1 ms'
    from json_to_recordset(${json(plans.map(({ id, op, name }, index) => ({ id, op, name, delay: delays[index] })))}::text::json)
      as p(id text, op text, name text, delay bigint)
    join run r on r.id = ${job.runId}
    where not exists (select from step s where s.run_id = r.id and s.id = p.id)
    on conflict (run_id, step_id) where step_id is not null do nothing
    returning step_id`;
  if (plans.length > 1 || plans.some(({ op }) => op === "StepPlanned"))
    await tx`update run set parallel = true where id = ${job.runId} and not parallel`;

  const fresh = new Set(planned.map(({ step_id }) => step_id));
  for (const [index, plan] of plans.entries()) {
    if (!fresh.has(plan.id)) continue;
    if (plan.op === "WaitForEvent") await wait(tx, job, plan, delays[index] ?? FOREVER_MS);
    if (plan.op === "InvokeFunction") await invoke(tx, job, plan);
  }
}

async function wait(tx: Tx, job: ClaimedJob, plan: Plan, timeoutMs: number) {
  const { event, name, if: expr } = waitOptions.parse(plan.opts);
  const eventName = event ?? name;
  if (!eventName) throw new RefusedOperation(`waitForEvent "${plan.name}" names no event`);
  await insertWait(tx, { runId: job.runId, stepId: plan.id, kind: "event", eventName, expr, event: job.events[0], timeoutMs });
}

async function invoke(tx: Tx, job: ClaimedJob, plan: Plan) {
  const { function_id: fnId, payload } = invokeOptions.parse(plan.opts);
  const event: EventBody = { id: uuid(), name: "inngest/function.invoked", data: payload?.data ?? {}, ts: Date.now() };
  if (payload?.user !== undefined) event.user = payload.user;
  await insertTargeted(tx, { event, target: fnId, parentRun: job.runId, parentStep: plan.id });
}

function delayOf(plan: Plan, now: Date): number {
  if (plan.op === "StepPlanned") return 0;
  const text = plan.op === "Sleep" ? sleepText(plan) : timeoutOption.parse(plan.opts).timeout;
  if (text === undefined) return FOREVER_MS;
  const ms = parseDelay(text, now);
  if (ms === undefined) throw new RefusedOperation(`${plan.op} "${plan.name}": "${text}" is neither a duration nor a date`);
  if (ms > MAX_DURATION_MS) throw new RefusedOperation(`${plan.op} "${plan.name}": ${text} is longer than 366 days`);
  return Math.round(ms);
}

function sleepText(plan: Plan): string {
  const { duration, name } = sleepOptions.parse(plan.opts);
  return duration ?? name ?? "";
}
