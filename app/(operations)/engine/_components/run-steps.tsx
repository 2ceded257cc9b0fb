import { Check, CircleAlert, CircleDashed } from "lucide-react";
import { formatDuration } from "@/app/_ui/numbers";
import { secondTime } from "@/app/_ui/time";
import type { RunDetails } from "@/lib/operations/engine";

/** What the run has done, in order, and what it does or waits for now. */
export function RunSteps({ run }: { run: RunDetails }) {
  return (
    <ol>
      {run.steps.map(({ name, startedAt, endedAt, error }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end.
        <li key={index} className="grid grid-cols-[1.25rem_1fr_auto] items-start gap-x-2 border-b py-2 last:border-b-0">
          {error ? (
            <CircleAlert aria-label="Failed" size={16} strokeWidth={1.75} className="mt-0.5 text-failed" />
          ) : (
            <Check aria-label="Done" size={16} strokeWidth={1.75} className="mt-0.5 text-done" />
          )}
          <span className="min-w-0 break-words">
            {name}
            {error && <span className="block text-failed">{error}</span>}
          </span>
          <span className="text-right font-mono text-ink-faint text-small tabular-nums">
            {startedAt && <span className="mr-3">{formatDuration(Math.max(0, endedAt.getTime() - startedAt.getTime()))}</span>}
            <time dateTime={endedAt.toISOString()} suppressHydrationWarning>
              {secondTime(endedAt)}
            </time>
          </span>
        </li>
      ))}
      {run.pending.map((pending, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is pending has no name of its own.
        <li key={`pending ${index}`} className="grid grid-cols-[1.25rem_1fr] items-start gap-x-2 py-2 text-ink-soft">
          <CircleDashed aria-hidden size={16} strokeWidth={1.75} className="mt-0.5" />
          <span className="min-w-0 break-words" suppressHydrationWarning>
            {sayPending(pending)}
            {pending.error && <span className="block text-failed">{pending.error}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function sayPending({ name, kind, state, attempt, dueAt }: RunDetails["pending"][number]): string {
  const what = name ?? "The function";
  const turn = attempt > 0 ? `, attempt ${attempt + 1}` : "";
  if (state === "claimed") return `${what} is running${turn}`;
  if (state === "blocked") return `${what} waits for others with its key`;
  if (state === "ready") return `${what} is next${turn}`;
  return kind === "timer" ? `${what}, until ${secondTime(dueAt)} at the latest` : `${what} is tried again at ${secondTime(dueAt)}${turn}`;
}
