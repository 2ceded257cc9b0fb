import "server-only";
import { inngest } from "./client";
import { emitUnexamined } from "./emit-unexamined";
import type { blobKept, previewWanted, scanWanted, textWanted } from "./events";
import { withRetryAdvice } from "./retries";

interface BlobJob {
  /** Of the job is `{verb}-blob`, of its step the verb. */
  verb: string;
  name: string;
  trigger: typeof blobKept | typeof scanWanted | typeof previewWanted | typeof textWanted;
  /** Files at a time: mail that is being filed goes first. */
  atOnce: number;
  work(blobId: string): Promise<void>;
  /** After the last attempt has failed. */
  giveUp(blobId: string, reason: string): Promise<void>;
  /** When it is known what this finds out, the file may be opened. */
  opens: boolean;
}

/** A job that does one thing with a file that is kept. */
export function blobJob({ verb, name, trigger, atOnce, work, giveUp, opens }: BlobJob) {
  return inngest.createFunction(
    {
      id: `${verb}-blob`,
      name,
      triggers: [trigger],
      concurrency: atOnce,
      onFailure: ({ event, error }) => giveUp(event.data.event.data.blobId, error.message),
    },
    async ({ event, step, attempt }) => {
      const { blobId } = event.data;
      await step.run(verb, () => withRetryAdvice(attempt, work(blobId)));
      if (opens) await step.run("have-it-opened", () => emitUnexamined([blobId]));
    },
  );
}
