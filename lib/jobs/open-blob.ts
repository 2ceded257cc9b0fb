import "server-only";
import { extractBlob, giveUpExtracting } from "@/lib/attachments/extract-blob";
import { giveUpPreviewing, previewBlob } from "@/lib/attachments/preview-blob";
import { inngest } from "./client";
import { previewWanted, textWanted } from "./events";
import { withRetryAdvice } from "./retries";

/** Files opened together, each in a process of its own: pictures and text can wait, mail cannot. */
const AT_ONCE = 2;

/** Makes the pictures that are shown of a file. */
export const preview = inngest.createFunction(
  {
    id: "preview-blob",
    name: "Make a preview of a file",
    triggers: [previewWanted],
    concurrency: AT_ONCE,
    onFailure: ({ event, error }) => giveUpPreviewing(event.data.event.data.blobId, error.message),
  },
  async ({ event, step, attempt }) => {
    await step.run("preview", () => withRetryAdvice(attempt, previewBlob(event.data.blobId)));
  },
);

/** Reads the text of a file, for search. */
export const extract = inngest.createFunction(
  {
    id: "extract-blob",
    name: "Read the text of a file",
    triggers: [textWanted],
    concurrency: AT_ONCE,
    onFailure: ({ event, error }) => giveUpExtracting(event.data.event.data.blobId, error.message),
  },
  async ({ event, step, attempt }) => {
    await step.run("extract", () => withRetryAdvice(attempt, extractBlob(event.data.blobId)));
  },
);
