import { Workflow } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/app/_ui/empty-state";
import { formatDuration } from "@/app/_ui/numbers";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { RunRow, RunState as State } from "@/lib/operations/engine";
import { RunState } from "./run-state";

export function RunList({ runs, state }: { runs: RunRow[]; state: State | undefined }) {
  if (runs.length === 0)
    return (
      <EmptyState icon={Workflow} title={state === "failed" ? "Nothing has failed" : "No runs"}>
        {state ? "Runs in this state appear here by themselves." : "Every job that an event or a time starts appears here."}
      </EmptyState>
    );

  return (
    <ul>
      {runs.map(({ id, fnId, state, createdAt, endedAt, error }) => (
        <li key={id}>
          <Link
            href={`/engine/${id}`}
            className="grid min-h-11 grid-cols-[6.5rem_1fr_auto] items-center gap-x-3 border-b px-4 py-2 hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed lg:px-6"
          >
            <RunState state={state} />
            <span className="flex min-w-0 flex-col">
              <span className="truncate">{fnId}</span>
              <span className="truncate text-ink-faint text-small">
                {error ?? (endedAt ? `in ${formatDuration(endedAt.getTime() - createdAt.getTime())}` : id)}
              </span>
            </span>
            <RelativeTime at={createdAt.toISOString()} className="text-ink-faint text-small tabular-nums" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
