import "server-only";
import { cron } from "inngest";
import { listStandingStill } from "@/lib/reparse/emissions";
import { inngest } from "./client";
import { emitReparse } from "./emit-reparse";

/** Told of per run; the rest waits for the next. */
const MAX_TOLD = 20;

/** Tells the engine again of passes over all mail that it lost: nobody has to notice. A pass that goes on already is read once. */
export const resumeReparses = inngest.createFunction(
  { id: "resume-reparses", name: "Resume reading mail again", triggers: [cron("*/5 * * * *")] },
  async ({ step }) =>
    step.run("tell-again", async () => {
      const lost = await listStandingStill(MAX_TOLD);
      for (const { id } of lost) await emitReparse(id);
      return { told: lost.length };
    }),
);
