import { ZodError, z } from "zod";
import { failure, type Memo, readAnswer, type Verdict } from "./answers";
import { type App, AppUnreachable } from "./app";
import { type ClaimedJob, loadSteps } from "./claim";
import { expireRun } from "./expire";
import { MAX_REQUEST_BYTES, MAX_STATE_BYTES, MAX_STEPS } from "./limits";
import { RefusedOperation } from "./plan";
import { canonicalJson } from "./signature";
import type { Store } from "./store";
import { planRun, postpone, resolveOperation } from "./transitions";

export interface JobContext {
  store: Store;
  app: App;
  /** Let the SDK go on from step to step by itself, telling us of each. */
  checkpoint: boolean;
  /** Ms until the next attempt. */
  backOff(attempt: number): number;
  /** Calls before a step of this function is given up. */
  maxAttempts(fnId: string): number;
}

/** When the app is away (a restart, a reload), nothing is known and no attempt is used up. */
const UNREACHABLE_RETRY_MS = 1000;

/** Works on a job until it is finished, put back, or no longer ours. Throws only when the database fails. */
export async function runJob(context: JobContext, claimed: ClaimedJob): Promise<void> {
  if (claimed.kind === "expiry") return expireRun(context.store, claimed);
  let job: ClaimedJob | undefined = claimed.kind === "timer" ? await ring(context, claimed) : claimed;
  while (job) job = await callOnce(context, job);
}

/** A sleep is over, a wait or an invocation took too long. */
async function ring({ store }: JobContext, job: ClaimedJob): Promise<ClaimedJob | undefined> {
  const timedOut =
    job.op === "InvokeFunction" ? failure("Timed out waiting for the invoked function to finish", "InvokeTimeoutError") : null;
  return resolve(store, job, {
    id: job.stepId ?? "",
    op: job.op ?? "",
    name: job.name ?? "",
    data: timedOut ? null : "null",
    error: timedOut,
    startedAt: null,
  });
}

async function resolve(store: Store, job: ClaimedJob, memo: Memo): Promise<ClaimedJob | undefined> {
  const resolution = await resolveOperation(store, job, memo);
  if (resolution !== "discover") return undefined;
  return { ...job, kind: "run", stepId: null, attempt: 0, ...(await loadSteps(store, job.runId)) };
}

/** One call of the function. The job as it goes on, or undefined when it does not. */
async function callOnce(context: JobContext, job: ClaimedJob): Promise<ClaimedJob | undefined> {
  const { store } = context;
  const verdict = await ask(context, job);
  switch (verdict.kind) {
    case "complete":
      await store.finish({ job, memos: verdict.memos, output: verdict.output });
      return undefined;
    case "fail":
      await store.finish({ job, memos: verdict.memos, error: verdict.error });
      return undefined;
    case "unreachable":
      await postpone(store, job, job.attempt, UNREACHABLE_RETRY_MS, verdict.error);
      return undefined;
    case "retry":
      if (job.attempt + 1 >= context.maxAttempts(job.fnId)) await store.finish({ job, memos: [], error: verdict.error });
      else await postpone(store, job, job.attempt + 1, verdict.afterMs ?? context.backOff(job.attempt), verdict.error);
      return undefined;
    case "continue":
      return goOn(context, job, verdict);
  }
}

async function goOn(context: JobContext, job: ClaimedJob, verdict: Verdict & { kind: "continue" }): Promise<ClaimedJob | undefined> {
  const { store } = context;
  const { memos, plans, race } = verdict;
  if (job.kind === "step") {
    const memo = memos.find(({ id }) => id === job.stepId);
    if (memo) return resolve(store, job, memo);
    await store.finish({ job, memos: [], error: failure(`The app did not answer with step ${job.stepId}, which it was asked for`) });
    return undefined;
  }
  if (plans.length > 0) {
    try {
      await planRun(store, job, memos, plans, race);
    } catch (error) {
      if (!(error instanceof RefusedOperation || error instanceof ZodError)) throw error;
      const message = error instanceof ZodError ? z.prettifyError(error) : error.message;
      await store.finish({ job, memos: memos, error: failure(message) });
    }
    return undefined;
  }
  const steps = await store.checkpoint({ job, memos });
  if (steps === undefined) return undefined;
  if (steps > MAX_STEPS) {
    await store.finish({ job, memos: [], error: failure(`The run has more than ${MAX_STEPS} steps`) });
    return undefined;
  }
  return { ...job, attempt: 0, ...(await loadSteps(store, job.runId)) };
}

type Asked = Verdict | { kind: "unreachable"; error: string };

async function ask(context: JobContext, job: ClaimedJob): Promise<Asked> {
  const body = requestBody(context, job, false);
  if (body.length > MAX_STATE_BYTES)
    return { kind: "fail", memos: [], error: failure(`The run's state is larger than ${MAX_STATE_BYTES} bytes`) };
  try {
    const small = body.length > MAX_REQUEST_BYTES ? requestBody(context, job, true) : body;
    return readAnswer(await context.app.call(job.fnId, job.stepId ?? "step", small), new Date());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof AppUnreachable) return { kind: "unreachable", error: failure(message, error.name) };
    return { kind: "retry", error: failure(message), afterMs: undefined };
  }
}

/** The call request. With `useApi` the SDK fetches events and steps itself; the first event it wants all the same. */
function requestBody({ checkpoint: checkpointing, maxAttempts }: JobContext, job: ClaimedJob, useApi: boolean): string {
  return canonicalJson({
    version: 2,
    event: job.events[0],
    events: useApi ? [] : job.events,
    steps: useApi ? {} : job.steps,
    ctx: {
      run_id: job.runId,
      attempt: job.attempt,
      max_attempts: maxAttempts(job.fnId),
      disable_immediate_execution: job.parallel,
      use_api: useApi,
      stack: { stack: job.stack, current: job.stack.length },
      ...(checkpointing ? { fn_id: job.fnId, qi_id: `${job.id}.${job.claim}` } : {}),
    },
  });
}
