import { formatDuration } from "@/app/_ui/numbers";
import type { Metrics } from "@/lib/operations/engine";

/** How much there is to do, how old it is, and how the last hour went. */
export function EngineMetrics({ metrics: { jobs, undispatched, oldestJobMs, lastHour } }: { metrics: Metrics }) {
  const count = new Intl.NumberFormat();
  const facts: [label: string, value: string][] = [
    ["Ready", count.format(jobs.ready + undispatched)],
    ["Running", count.format(jobs.claimed)],
    ["Behind their key", count.format(jobs.blocked)],
    ["Scheduled", count.format(jobs.scheduled)],
    ["Oldest", jobs.ready + jobs.blocked === 0 ? "none" : formatDuration(oldestJobMs)],
    ["Completed, last hour", count.format(lastHour.completed)],
    ["Failed, last hour", count.format(lastHour.failed)],
    ["Half took under", lastHour.p50Ms === null ? "none" : formatDuration(lastHour.p50Ms)],
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 border-b px-4 py-4 sm:grid-cols-4 lg:px-6">
      {facts.map(([label, value]) => (
        <div key={label} className="flex min-w-0 flex-col">
          <dt className="truncate text-ink-faint text-small">{label}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
