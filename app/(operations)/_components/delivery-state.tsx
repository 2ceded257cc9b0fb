import { Check, CircleAlert, CircleSlash, LoaderCircle, type LucideIcon } from "lucide-react";
import { Badge, type Tone } from "@/app/_ui/badge";
import type { DeliveryState as State } from "@/db/schema";

export const STATE_WORDS: Record<State, { label: string; tone: Tone; icon: LucideIcon }> = {
  accepted: { label: "In work", tone: "waiting", icon: LoaderCircle },
  filed: { label: "Filed", tone: "done", icon: Check },
  ignored: { label: "Ignored", tone: "neutral", icon: CircleSlash },
  dead: { label: "Failed", tone: "failed", icon: CircleAlert },
};

export function DeliveryState({ state }: { state: State }) {
  const { label, tone, icon } = STATE_WORDS[state];
  return (
    <span>
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
    </span>
  );
}
