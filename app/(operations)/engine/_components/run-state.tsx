import { Check, CircleAlert, CircleSlash, Clock, LoaderCircle } from "lucide-react";
import { StateBadge, type StateLook } from "@/app/_ui/badge";
import type { RunState as State } from "@/lib/operations/engine";

export const RUN_STATES: Record<State, StateLook> = {
  queued: { label: "Queued", tone: "neutral", icon: Clock },
  running: { label: "Running", tone: "waiting", icon: LoaderCircle },
  waiting: { label: "Waiting", tone: "waiting", icon: Clock },
  completed: { label: "Completed", tone: "done", icon: Check },
  failed: { label: "Failed", tone: "failed", icon: CircleAlert },
  cancelled: { label: "Cancelled", tone: "neutral", icon: CircleSlash },
};

export function RunState({ state }: { state: State }) {
  return <StateBadge look={RUN_STATES[state]} />;
}
