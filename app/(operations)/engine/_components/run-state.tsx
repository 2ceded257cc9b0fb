import { Check, CircleAlert, CircleSlash, Clock, LoaderCircle, type LucideIcon } from "lucide-react";
import { Badge, type Tone } from "@/app/_ui/badge";
import type { RunState as State } from "@/lib/operations/engine";

export const RUN_STATES: Record<State, { label: string; tone: Tone; icon: LucideIcon }> = {
  queued: { label: "Queued", tone: "neutral", icon: Clock },
  running: { label: "Running", tone: "waiting", icon: LoaderCircle },
  waiting: { label: "Waiting", tone: "waiting", icon: Clock },
  completed: { label: "Completed", tone: "done", icon: Check },
  failed: { label: "Failed", tone: "failed", icon: CircleAlert },
  cancelled: { label: "Cancelled", tone: "neutral", icon: CircleSlash },
};

export function RunState({ state }: { state: State }) {
  const { label, tone, icon } = RUN_STATES[state];
  return (
    <span>
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
    </span>
  );
}
