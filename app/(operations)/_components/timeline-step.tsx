import { Check, CircleAlert, CircleDashed } from "lucide-react";
import type { ReactNode } from "react";
import { LocalTime } from "@/app/_ui/local-time";
import { formatDuration } from "@/app/_ui/numbers";
import { ErrorText } from "./error-text";

interface TimelineStepProps {
  label: string;
  /** When it ended, an ISO instant. */
  at: string;
  ms?: number | undefined;
  error?: string | null | undefined;
}

/** Something that was done: what, when, how long it took, and what went wrong. */
export function TimelineStep({ label, at, ms, error }: TimelineStepProps) {
  const Icon = error ? CircleAlert : Check;
  return (
    <li className="grid grid-cols-[1.25rem_1fr_auto] items-start gap-x-2 border-b py-2 last:border-b-0">
      <Icon
        aria-label={error ? "Failed" : "Done"}
        size={16}
        strokeWidth={1.75}
        className={error ? "mt-0.5 text-failed" : "mt-0.5 text-done"}
      />
      <span className="min-w-0 break-words">{label}</span>
      <span className="text-right font-mono text-ink-faint text-small leading-5 tabular-nums">
        {ms !== undefined && <span className="mr-3">{formatDuration(ms)}</span>}
        <LocalTime at={at} />
      </span>
      {error && (
        <div className="col-span-2 col-start-2 min-w-0 text-failed">
          <ErrorText text={error} />
        </div>
      )}
    </li>
  );
}

/** What it does or waits for now. */
export function PendingStep({ error, children }: { error?: string | null; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.25rem_1fr] items-start gap-x-2 py-2 text-ink-soft">
      <CircleDashed aria-hidden size={16} strokeWidth={1.75} className="mt-0.5" />
      <div className="min-w-0 break-words">
        {children}
        {error && (
          <div className="text-failed">
            <ErrorText text={error} />
          </div>
        )}
      </div>
    </li>
  );
}
