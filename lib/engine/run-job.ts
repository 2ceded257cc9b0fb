import canonicalize from "canonicalize";
import { reasonOf } from "@/db/errors";
import { type Ending, failure, type Memo, readAnswer, type Verdict } from "./answers";
import { type App, AppUnreachable } from "./app";
import type { Registry } from "./functions";
import { asRun, type ClaimedJob, expireRun, planRun, postpone } from "./jobs";
import { MAX_REQUEST_BYTES, MAX_STATE_BYTES, MAX_STEPS } from "./limits";
import type { Store } from "./store";
import { resolveWait } from "./waits";

export interface JobContext {
  store: Store;
  app: App;
  /** Let the SDK go on from step to step by itself, telling us of each. */
  checkpoint: boolean;
  /** Ms until the next attempt. */
  backOff(attempt: number): number;
  registry: Registry;
}

/** When the app is away (a restart, a reload), nothing is known and no attempt is used up. */
const UNREACHABLE_RETRY_MS = 1000;

/** Works on a job until it is finished, put back, or no longer ours. Throws only when the database fails. */
export async function runJob(context: JobContext, claimed: ClaimedJob): Promise<void> {
  if (claimed.kind === "expiry") return expireRun(context.store, claimed);
  let job: ClaimedJob | undefined = claimed.kind === "timer" ? await resolve(context.store, claimed, overdue(claimed)) : claimed;
  while (job) job = await callOnce(context, job);
}

/** What a timer stands for once it rings: a sleep that is over, a wait in vain, or an invocation that took too long. */
function overdue({ stepId, op, name }: ClaimedJob): Memo {
  const tooLong = { error: failure("Timed out waiting for the invoked function to finish", "InvokeTimeoutError") };
  return { id: stepId ?? "", op: op ?? "", name: name ?? "", ...(op === "InvokeFunction" ? tooLong : { data: "null" }) };
}

async function resolve(store: Store, job: ClaimedJob, memo: Memo): Promise<ClaimedJob | undefined> {
  return (await resolveWait(store.firm, job.runId, memo, job)) ? asRun(store, job) : undefined;
}

/** One call of the function. The job as it goes on, or undefined when it does not. */
async function callOnce(context: JobContext, job: ClaimedJob): Promise<ClaimedJob | undefined> {
  const { store, backOff, registry } = context;
  const verdict = await ask(context, job);
  if (verdict.kind === "continue") return goOn(store, job, verdict);
  if (verdict.kind === "unreachable") await postpone(store, job, job.attempt, UNREACHABLE_RETRY_MS, verdict.error);
  else if (verdict.kind !== "retry") await end(store, job, verdict);
  else if (job.attempt + 1 >= registry.maxAttempts(job.fnId)) await end(store, job, { memos: [], error: verdict.error });
  else await postpone(store, job, job.attempt + 1, verdict.afterMs ?? backOff(job.attempt), verdict.error);
  return undefined;
}

async function end(store: Store, { id, claim, runId }: ClaimedJob, how: Ending): Promise<undefined> {
  await store.finish({ id, claim, runId, ...how });
}

async function goOn(store: Store, job: ClaimedJob, { memos, plans, race }: Verdict & { kind: "continue" }) {
  const fail = (message: string) => end(store, job, { memos, error: failure(message) });
  if (job.kind === "step") {
    const memo = memos.find(({ id }) => id === job.stepId);
    return memo ? resolve(store, job, memo) : fail(`The app did not answer with step ${job.stepId}, which it was asked for`);
  }
  if (plans.length > 0) return void (await planRun(store, job, memos, plans, race));
  const steps = await store.checkpoint({ id: job.id, claim: job.claim, memos });
  if (steps === null) return undefined;
  if (steps > MAX_STEPS) return fail(`The run has more than ${MAX_STEPS} steps`);
  return asRun(store, job);
}

type Asked = Verdict | { kind: "unreachable"; error: string };

async function ask(context: JobContext, job: ClaimedJob): Promise<Asked> {
  const body = requestBody(context, job, false);
  if (body.length > MAX_STATE_BYTES)
    return { kind: "end", memos: [], error: failure(`The run's state is larger than ${MAX_STATE_BYTES} bytes`) };
  try {
    const small = body.length > MAX_REQUEST_BYTES ? requestBody(context, job, true) : body;
    return readAnswer(await context.app.call(job.fnId, job.stepId ?? "step", small), new Date());
  } catch (error) {
    if (error instanceof AppUnreachable) return { kind: "unreachable", error: failure(error.message, error.name) };
    return { kind: "retry", error: failure(reasonOf(error)), afterMs: undefined };
  }
}

/**
 * The call request. With `useApi` the SDK fetches events and steps itself; the first event it wants all the same.
 *
 * Canonical JSON (RFC 8785), by the SDK's own library: it parses what it receives and checks the signature over this form.
 */
function requestBody({ checkpoint, registry }: JobContext, job: ClaimedJob, useApi: boolean): string {
  const { memory } = job;
  const request = {
    version: 2,
    event: job.events[0],
    events: useApi ? [] : job.events,
    steps: useApi ? {} : memory.steps,
    ctx: {
      run_id: job.runId,
      attempt: job.attempt,
      max_attempts: registry.maxAttempts(job.fnId),
      disable_immediate_execution: job.parallel,
      use_api: useApi,
      stack: { stack: memory.stack, current: memory.stack.length },
      ...(checkpoint && { fn_id: job.fnId, qi_id: `${job.id}.${job.claim}` }),
    },
  };
  return canonicalize(request) ?? "";
}
