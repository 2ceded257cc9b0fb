import { Check, CircleAlert, CircleDashed, type LucideIcon } from "lucide-react";
import type { DeliveryDetail } from "@/app/_data/deliveries";
import { formatDuration } from "@/app/_ui/numbers";
import { secondTime } from "@/app/_ui/time";

interface Step {
  label: string;
  at: string;
  ms?: number;
  error?: string | null;
}

/** The life of a delivery in order: what was done, when, how long it took, and what went wrong. */
export function ReceiptTimeline({ delivery }: { delivery: DeliveryDetail }) {
  return (
    <ol>
      {stepsOf(delivery).map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end.
        <li key={index} className="grid grid-cols-[1.25rem_1fr_auto] items-start gap-x-2 border-b py-2 last:border-b-0">
          <StepMark failed={Boolean(step.error)} />
          <span className="min-w-0">
            {step.label}
            {step.error && <span className="block break-words text-failed">{step.error}</span>}
          </span>
          <span className="text-right font-mono text-ink-faint text-small tabular-nums">
            {step.ms !== undefined && <span className="mr-3">{formatDuration(step.ms)}</span>}
            <time dateTime={step.at} suppressHydrationWarning>
              {secondTime(new Date(step.at))}
            </time>
          </span>
        </li>
      ))}
      {delivery.state === "accepted" && (
        <li className="flex items-center gap-2 py-2 text-ink-soft">
          <CircleDashed aria-hidden size={16} strokeWidth={1.75} />
          Waiting for the next step
        </li>
      )}
    </ol>
  );
}

function StepMark({ failed }: { failed: boolean }) {
  const Icon: LucideIcon = failed ? CircleAlert : Check;
  return (
    <Icon
      aria-label={failed ? "Failed" : "Done"}
      size={16}
      strokeWidth={1.75}
      className={failed ? "mt-0.5 text-failed" : "mt-0.5 text-done"}
    />
  );
}

const STEP_WORDS: Record<string, string> = {
  decode: "Mail decoded",
  "keep-raw": "Raw mail kept",
  "keep-raw-mail": "Raw mail kept",
  "store-attachments": "Attachments stored",
  "file-message": "Filed into a conversation",
};

function stepsOf({ acceptedAt, emittedAt, finishedAt, state, receipts }: DeliveryDetail): Step[] {
  const steps: Step[] = [
    { label: "Received, signature verified, bytes kept", at: acceptedAt },
    ...receipts.map(({ step, at, ms, error }) => ({ label: STEP_WORDS[step] ?? step, at, ms, error })),
  ];
  if (emittedAt) steps.push({ label: "Handed to the job engine", at: emittedAt });
  if (finishedAt && state === "dead") steps.push({ label: "Given up", at: finishedAt, error: "No further try without a person." });
  if (finishedAt && state === "ignored") steps.push({ label: "Set aside", at: finishedAt });
  return steps.sort((a, b) => a.at.localeCompare(b.at));
}
