import { z } from "zod";
import { engineOperations, type RunDetails, type RunState } from "@/lib/operations/engine";
import { command } from "./command";
import { commandOnOne } from "./command-on-one";
import { Refused } from "./errors";
import { plain, table, when } from "./output";

const states = ["queued", "running", "waiting", "completed", "failed", "cancelled"] as const satisfies RunState[];

const engineRuns = command({
  name: "engine runs",
  about: "Show the embedded engine's runs, newest first",
  options: { state: { value: "<state>", about: states.join(", ") }, after: { value: "<run>", about: "those before this one" } },
  schema: z.object({
    state: z.enum(states, { error: `takes one of ${states.join(", ")}` }).optional(),
    after: z.uuid({ error: "takes the id of a run" }).optional(),
  }),
  async does({ state, after }) {
    const runs = await engineOperations().listRuns({ ...(state && { state }), ...(after && { after }) });
    const rows = runs.map((run) => [run.id, run.state, run.fnId, when(run.createdAt), when(run.endedAt), plain(run.error ?? "")]);
    return { json: runs, lines: table(["ID", "STATE", "FUNCTION", "CREATED", "ENDED", "ERROR"], rows) };
  },
});

const engineShow = commandOnOne({
  name: "engine show",
  about: "Show one run: its steps, what it waits for and its events",
  takes: "<run>",
  async does(id) {
    const run = await engineOperations().findRun(id);
    if (!run) throw new Refused(`there is no run ${id}`);
    return { json: run, lines: linesOf(run) };
  },
});

const engineCancel = commandOnOne({
  name: "engine cancel",
  about: "Cancel a run: a step under way may still end, none follows it",
  takes: "<run>",
  async does(id) {
    if (!(await engineOperations().cancelRun(id))) throw new Refused("there is no such run, or it has ended");
    return { json: { cancelled: true }, lines: ["Cancelled"] };
  },
});

const engineRerun = commandOnOne({
  name: "engine rerun",
  about: "Run a run's function again from its first step, with the same events",
  takes: "<run>",
  async does(id) {
    const runId = await engineOperations().rerun(id);
    if (!runId) throw new Refused(`there is no run ${id}`);
    return { json: { runId }, lines: [`Runs again as ${runId}`] };
  },
});

export const engineRunCommands = [engineRuns, engineShow, engineCancel, engineRerun];

function linesOf({ id, fnId, state, createdAt, endedAt, error, steps, pending, events }: RunDetails): string[] {
  return [
    `${id}  ${fnId}  ${state}`,
    `  created ${when(createdAt)}${endedAt ? `, ended ${when(endedAt)}` : ""}`,
    ...(error ? [`  ${plain(error, 500)}`] : []),
    ...steps.map(
      (step) =>
        `  ${step.error ? "failed" : "done"}  ${plain(step.name)}  ${when(step.endedAt)}${step.error ? `  ${plain(step.error, 500)}` : ""}`,
    ),
    ...pending.map(
      (one) =>
        `  ${one.state}  ${plain(one.name ?? "the function")}, attempt ${one.attempt + 1}, due ${when(one.dueAt)}${one.error ? `  ${plain(one.error, 500)}` : ""}`,
    ),
    ...events.map((event) => `  event ${plain(JSON.stringify(event), 500)}`),
  ];
}
