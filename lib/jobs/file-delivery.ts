import "server-only";
import { decodeDelivery, fileMail, keepAttachments, keepRawMail } from "@/lib/inbound/filing/file-delivery";
import { failDelivery, ignoreDelivery } from "@/lib/inbound/filing/finish-delivery";
import { withReceipt } from "@/lib/inbound/filing/receipts";
import { inngest } from "./client";
import { emitUnexamined } from "./emit-unexamined";
import { deliveryAccepted } from "./events";
import { withRetryAdvice } from "./retries";

/** More than the job has. */
const MAX_BUFFERED_STEPS = 10;

/** Mails of one workspace filed at the same time, over all processes. */
const MAX_AT_ONCE = 20;

/**
 * Turns an accepted delivery into a message in a conversation.
 *
 * Step ids are kept with every run in flight: rename one, and those runs repeat that step.
 */
export const fileDelivery = inngest.createFunction(
  {
    id: "file-delivery",
    name: "File a delivery",
    triggers: [deliveryAccepted],
    // Workspaces take turns: a burst of one does not keep the single mail of another waiting.
    concurrency: { key: "event.data.workspaceId", limit: MAX_AT_ONCE },
    // What a run did is told when it ends rather than after each step: a process that dies in between repeats the run, which
    // every step is made for (I6), and all others save a round trip per step.
    checkpointing: { bufferedSteps: MAX_BUFFERED_STEPS },
    onFailure: ({ event, error }) => failDelivery(event.data.event.data.deliveryId, error.message),
  },
  async ({ event, step, attempt }) => {
    const { deliveryId } = event.data;
    const run = <T>(id: string, work: () => Promise<T>) => step.run(id, () => withRetryAdvice(attempt, withReceipt(deliveryId, id, work)));

    const decoded = await run("decode", () => decodeDelivery(deliveryId));
    if (!decoded.mail) return ignoreDelivery(deliveryId, decoded.reason);
    const rawKey = await run("keep-raw-mail", () => keepRawMail(deliveryId));
    const files = decoded.attachments > 0 ? await run("store-attachments", () => keepAttachments(deliveryId)) : [];
    await run("file-message", () => fileMail(deliveryId, rawKey, files));
    if (files.length > 0) await step.run("have-files-examined", () => emitUnexamined(files.map(({ blobId }) => blobId)));
  },
);
