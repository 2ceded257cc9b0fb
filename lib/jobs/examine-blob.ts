import "server-only";
import { giveUpScanning, scanBlob } from "@/lib/attachments/scan-blob";
import { giveUpSniffing, sniffBlob } from "@/lib/attachments/sniff-blob";
import { inngest } from "./client";
import { emitUnexamined } from "./emit-unexamined";
import { blobKept, scanWanted } from "./events";
import { withRetryAdvice } from "./retries";

/** Files looked at together: mail that is being filed goes first. */
const AT_ONCE = 4;

/** Finds out what a file really is, whatever its sender called it. */
export const sniff = inngest.createFunction(
  {
    id: "sniff-blob",
    name: "Find out what a file is",
    triggers: [blobKept],
    concurrency: AT_ONCE,
    onFailure: ({ event }) => giveUpSniffing(event.data.event.data.blobId),
  },
  async ({ event, step, attempt }) => {
    const { blobId } = event.data;
    await step.run("sniff", () => withRetryAdvice(attempt, sniffBlob(blobId)));
    await step.run("have-it-opened", () => emitUnexamined([blobId]));
  },
);

/** Has a file scanned for viruses. */
export const scan = inngest.createFunction(
  {
    id: "scan-blob",
    name: "Scan a file for viruses",
    triggers: [scanWanted],
    concurrency: AT_ONCE,
    onFailure: ({ event, error }) => giveUpScanning(event.data.event.data.blobId, error.message),
  },
  async ({ event, step, attempt }) => {
    const { blobId } = event.data;
    await step.run("scan", () => withRetryAdvice(attempt, scanBlob(blobId)));
    await step.run("have-it-opened", () => emitUnexamined([blobId]));
  },
);
