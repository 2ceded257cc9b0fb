import { LocalTime } from "@/app/_ui/local-time";
import type { RunDetails } from "@/lib/operations/engine";
import { PendingStep, TimelineStep } from "../../_components/timeline-step";

/** What the run has done, in order, and what it does or waits for now. */
export function RunSteps({ run: { steps, pending, endedAt } }: { run: RunDetails }) {
  if (steps.length + pending.length === 0)
    return <p className="text-ink-soft">{endedAt ? "It ended without a step." : "No step was recorded yet."}</p>;
  return (
    <ol>
      {steps.map(({ name, startedAt, endedAt, error }, index) => (
        <TimelineStep
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end.
          key={index}
          label={name}
          at={endedAt.toISOString()}
          ms={startedAt ? Math.max(0, endedAt.getTime() - startedAt.getTime()) : undefined}
          error={error}
        />
      ))}
      {pending.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is pending has no name of its own.
        <PendingStep key={`pending ${index}`} error={step.error}>
          <Pending step={step} />
        </PendingStep>
      ))}
    </ol>
  );
}

function Pending({ step: { name, kind, state, attempt, dueAt } }: { step: RunDetails["pending"][number] }) {
  const what = name ?? "The function";
  const turn = attempt > 0 ? `, attempt ${attempt + 1}` : "";
  if (state === "claimed") return `${what} is running${turn}`;
  if (state === "blocked") return `${what} waits for others with its key`;
  if (state === "ready") return `${what} is next${turn}`;

  const due = <LocalTime at={dueAt.toISOString()} />;
  return kind === "timer" ? (
    <>
      {what}, until {due} at the latest
    </>
  ) : (
    <>
      {what} is tried again at {due}
      {turn}
    </>
  );
}
