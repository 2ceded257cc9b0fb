import { z } from "zod";
import type { WorkspaceId } from "@/db/columns";
import type { Reparse } from "@/db/schema";
import { checkMessage } from "@/lib/reparse/check";
import { DEFAULT_PER_MINUTE, listReparses, MAX_PER_MINUTE, resumeReparse, startReparse, stopReparse } from "@/lib/reparse/passes";
import { type DifferenceRow, listDifferences } from "@/lib/reparse/queries";
import { dismissReading, showReading } from "@/lib/reparse/show-reading";
import { command, type Result } from "./command";
import { commandOnOne, idOf } from "./command-on-one";
import { Refused, UsageError } from "./errors";
import { plain, table, when } from "./output";
import { getWorkspaceId } from "./workspace";

const reparseStart = command({
  name: "reparse start",
  about: "Read all mail again with today's reader, and keep what differs beside it",
  options: { "per-minute": { value: "<mails>", about: `its pace (${DEFAULT_PER_MINUTE})` } },
  schema: z.object({
    "per-minute": z.coerce.number({ error: "takes a count" }).int().min(1).max(MAX_PER_MINUTE).default(DEFAULT_PER_MINUTE),
  }),
  async does({ "per-minute": perMinute }) {
    const started = await startReparse(await getWorkspaceId(), { userId: null, perMinute });
    if (!started) throw new Refused("there is no mail yet");
    await tellEngine(started.id);
    return { json: started, lines: [`Reading ${started.total} mails again: ${started.id}`] };
  },
});

const reparseList = command({
  name: "reparse list",
  about: "Show the passes over all mail and how far each came",
  options: {},
  schema: z.object({}),
  async does() {
    const passes = await listReparses(await getWorkspaceId());
    const heads = ["ID", "STATE", "STARTED", "CHECKED", "DIFFER", "UNREADABLE", "REASON"];
    return { json: passes, lines: table(heads, passes.map(cellsOf)) };
  },
});

const reparseStop = commandOnOne({
  name: "reparse stop",
  about: "Stop a pass where it is",
  takes: "<pass>",
  async does(id) {
    if (!(await stopReparse(await getWorkspaceId(), id))) throw new Refused("there is no such pass that runs");
    return { json: { state: "stopped" }, lines: ["Stopped"] };
  },
});

const reparseResume = commandOnOne({
  name: "reparse resume",
  about: "Let a pass go on where it was",
  takes: "<pass>",
  async does(id) {
    if (!(await resumeReparse(await getWorkspaceId(), id))) throw new Refused("it is done, or another pass runs");
    await tellEngine(id);
    return { json: { state: "running" }, lines: ["Going on"] };
  },
});

const reparseMessage = commandOnOne({
  name: "reparse message",
  about: "Read one message again and show what differs",
  takes: "<message>",
  async does(id) {
    const checked = await checkMessage(await getWorkspaceId(), id);
    if (!checked) throw new Refused(`there is no message ${id}`);
    if (checked.outcome === "same") return { json: checked, lines: ["It reads the same."] };
    if (checked.outcome === "unreadable") return { json: checked, lines: [`It cannot be read: ${plain(checked.reason, 500)}`] };
    return { json: checked, lines: [`It reads otherwise: ${checked.readingId}`, ...checked.differences.flatMap(linesOf)] };
  },
});

const reparseDifferences = command({
  name: "reparse differences",
  about: "Show messages that today's reader reads otherwise, newest first",
  options: { after: { value: "<reading>", about: "those after this one" } },
  schema: z.object({ after: z.uuid().optional() }),
  async does({ after }) {
    const found = await listDifferences(await getWorkspaceId(), after);
    return { json: found, lines: found.flatMap(differenceLines) };
  },
});

const reparseUse = command({
  name: "reparse use",
  about: "Show the other reading in its message; the one before is kept in its place",
  takes: "[<reading>]",
  options: { all: { about: "every message that reads otherwise" } },
  schema: z.object({ all: z.boolean().default(false) }),
  async does({ all }, [id]) {
    if (all === (id !== undefined)) throw new UsageError("say which: a reading, or --all");
    const workspaceId = await getWorkspaceId();
    if (all) return showAll(workspaceId);
    const shown = await showReading(workspaceId, idOf(id, "<reading>"));
    if (!shown.ok) throw new Refused(shown.reason);
    return { json: shown, lines: ["Shown"] };
  },
});

const reparseDismiss = commandOnOne({
  name: "reparse dismiss",
  about: "Put another reading away: what is shown stays",
  takes: "<reading>",
  async does(id) {
    if (!(await dismissReading(await getWorkspaceId(), id))) throw new Refused("there is no such reading that waits");
    return { json: { dismissed: true }, lines: ["Put away"] };
  },
});

export const reparseCommands = [
  ...[reparseStart, reparseList, reparseStop, reparseResume],
  ...[reparseMessage, reparseDifferences, reparseUse, reparseDismiss],
];

/** Those that cannot be shown stay, and are counted. */
async function showAll(workspaceId: WorkspaceId): Promise<Result> {
  let used = 0;
  let left = 0;
  for (let after: string | undefined; ; ) {
    const page = await listDifferences(workspaceId, after);
    for (const { id } of page) {
      if ((await showReading(workspaceId, id)).ok) used++;
      else left++;
    }
    after = page.at(-1)?.id;
    if (!after) return { json: { used, left }, lines: [`Shown in ${used} messages; ${left} stay as they were`] };
  }
}

/** A running server takes it from there; without one, the next start does. */
async function tellEngine(reparseId: string) {
  // Heavy, and needed by these commands only.
  const { emitReparse } = await import("@/lib/jobs/emit-reparse");
  await emitReparse(reparseId);
}

function cellsOf({ id, state, startedAt, checked, total, differing, unreadable, reason }: Reparse): string[] {
  return [id, state, when(startedAt), `${checked}/${total}`, String(differing), String(unreadable), plain(reason ?? "")];
}

function differenceLines({ id, messageId, subject, reason, differences }: DifferenceRow): string[] {
  return [
    `${id}  message ${messageId}  ${plain(subject)}`,
    ...(reason ? [`  ${plain(reason, 500)}`] : []),
    ...differences.flatMap(linesOf),
  ];
}

function linesOf({ field, before, after }: DifferenceRow["differences"][number]): string[] {
  return [`  ${field}`, `    - ${plain(before, 300)}`, `    + ${plain(after, 300)}`];
}
