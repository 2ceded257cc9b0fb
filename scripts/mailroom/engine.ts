import { z } from "zod";
import { env } from "@/env";
import { devServerAddress } from "@/lib/jobs/dev-server";
import { engineOperations } from "@/lib/operations/engine";
import { command } from "./command";
import { engineRunCommands } from "./engine-runs";
import { Refused } from "./errors";
import { table } from "./output";

const engineStatus = command({
  name: "engine status",
  about: "Show how much the embedded engine has to do, and how old it is",
  options: {},
  schema: z.object({}),
  async does() {
    const { jobs, undispatched, oldestJobMs, lastHour, workers, draining } = await engineOperations().metrics();
    const rows = [
      ["Takes events", draining ? "and starts nothing: drained, until `engine resume`" : "and starts runs"],
      ["Ready", String(jobs.ready)],
      ["Waiting for their key", String(jobs.blocked)],
      ["Waiting for their time", String(jobs.scheduled)],
      ["Running", String(jobs.claimed)],
      ["Events not yet seen to", String(undispatched)],
      ["Oldest ready job", `${Math.round(oldestJobMs)} ms`],
      ["Last hour", `${lastHour.completed} completed, ${lastHour.failed} failed, ${lastHour.cancelled} cancelled`],
      ["Processes", String(workers)],
    ];
    return { json: { jobs, undispatched, oldestJobMs, lastHour, workers, draining }, lines: table(["", ""], rows).slice(1) };
  },
});

const engineDrain = command({
  name: "engine drain",
  about: "Start no more runs; those under way go on. Events are still accepted",
  options: {},
  schema: z.object({}),
  async does() {
    const runs = await engineOperations().drain();
    return { json: { runs }, lines: [runs === 0 ? "No run is under way" : `${runs} runs are under way and go on to their end`] };
  },
});

const engineResume = command({
  name: "engine resume",
  about: "Start runs again after a drain, with what was accepted meanwhile",
  options: {},
  schema: z.object({}),
  async does() {
    await engineOperations().resume();
    return { json: { resumed: true }, lines: ["Runs start again"] };
  },
});

const engineReEmit = command({
  name: "engine re-emit",
  about: "Send what the embedded engine did not finish to the one that INNGEST_* names; its runs start over there",
  options: {},
  schema: z.object({}),
  async does() {
    if (env().engine === "embedded")
      throw new Refused("set INNGEST_EVENT_KEY (or INNGEST_DEV) first: events are sent to the engine it names");
    // Heavy, and needed by this command only.
    const { reEmit } = await import("@/lib/jobs/re-emit");
    const events = await reEmit();
    return { json: { events }, lines: [`Sent ${events} events`] };
  },
});

const engineDevServer = command({
  name: "engine dev-server",
  about: "Show the address to give to Inngest's dev server, with the key that stands for its signature",
  options: {},
  schema: z.object({}),
  async does() {
    const address = devServerAddress(`http://localhost:${env().PORT ?? 3000}`);
    return { json: { address }, lines: [address] };
  },
});

export const engineCommands = [...engineRunCommands, engineStatus, engineDrain, engineResume, engineReEmit, engineDevServer];
