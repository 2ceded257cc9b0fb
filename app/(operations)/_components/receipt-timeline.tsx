import type { DeliveryDetail } from "@/app/_data/deliveries";
import { PendingStep, TimelineStep } from "./timeline-step";

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
        <TimelineStep key={index} {...step} />
      ))}
      {delivery.state === "accepted" && <PendingStep>Waiting for the next step</PendingStep>}
    </ol>
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
