import "server-only";
import { cron } from "inngest";
import { collectBlobs } from "@/lib/attachments/collect-blobs";
import { listLeftUnexamined } from "@/lib/attachments/unexamined";
import { blobStore } from "@/lib/storage/open";
import { inngest } from "./client";
import { emitExaminations } from "./emit-unexamined";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** Files looked at again per run: those whose telling was lost, and those from before they were looked at at all. */
const MAX_EXAMINED = 1_000;

/** Every hour: files that were forgotten are looked at, those nobody needs any more go, and what writers left half done. */
export const tidyBlobs = inngest.createFunction(
  { id: "tidy-blobs", name: "Tidy up files", triggers: [cron("17 * * * *")] },
  async ({ step }) => {
    await step.run("examine-forgotten", async () => {
      const now = Date.now();
      const forgotten = await listLeftUnexamined(new Date(now - HOUR_MS), MAX_EXAMINED);
      await emitExaminations(forgotten, new Date(now).toISOString().slice(0, 13));
      return { told: forgotten.length };
    });
    await step.run("collect-unused", async () => ({ removed: await collectBlobs(new Date(Date.now() - DAY_MS)) }));
    await step.run("drop-unfinished", async () => ({ removed: await blobStore().dropUnfinished(new Date(Date.now() - DAY_MS)) }));
  },
);
