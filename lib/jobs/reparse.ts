import "server-only";
import { checkBatch } from "@/lib/reparse/check-batch";
import { failReparse } from "@/lib/reparse/passes";
import { inngest } from "./client";
import { reparseDue } from "./events";
import { withRetryAdvice } from "./retries";

/**
 * Reads all mail of a workspace again, a batch in each run, at the pace of the pass. Nothing that is shown changes: what
 * differs is kept beside it.
 *
 * Step ids are kept with every run in flight: rename one, and those runs repeat that step.
 */
export const reparse = inngest.createFunction(
  {
    id: "reparse",
    name: "Read mail again",
    triggers: [reparseDue],
    concurrency: { limit: 1, key: "event.data.reparseId" },
    onFailure: ({ event, error }) => failReparse(event.data.event.data.reparseId, error.message),
  },
  async ({ event, step, attempt }) => {
    const { reparseId, batch } = event.data;
    const done = await step.run("check-batch", () => withRetryAdvice(attempt, checkBatch(reparseId, batch)));
    if (!done.more) return;
    if (done.pauseMs > 0) await step.sleep("keep-pace", done.pauseMs);
    const next = { reparseId, batch: batch + 1 };
    await step.sendEvent("go-on", { ...reparseDue.create(next), id: `reparse:${reparseId}:${next.batch}` });
  },
);
