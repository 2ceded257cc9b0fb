import "server-only";
import { cron } from "inngest";
import { listOverdue } from "@/lib/inbound/filing/finish-delivery";
import { inngest } from "./client";
import { emitAgain } from "./emit-accepted";
import { processStarted } from "./events";

/** Told per run of the sweep; the rest waits a minute. */
const MAX_TOLD = 1_000;

/** What was accepted this recently is still being told by the process that accepted it. */
const GRACE_MS = 10_000;

/**
 * Tells the engine again of deliveries it never heard of, or heard of and did not finish, whichever engine runs. Every
 * minute, and at once when a process starts: the one before may have died between the answer and the telling.
 */
export const sweep = inngest.createFunction(
  { id: "sweep", name: "Sweep", triggers: [cron("* * * * *"), processStarted] },
  async ({ event, step }) =>
    step.run("tell-again", async () => {
      const overdue = await listOverdue(MAX_TOLD, event.name === processStarted.name ? 0 : GRACE_MS);
      await emitAgain(overdue);
      return { told: overdue.length };
    }),
);
