import { Check, CircleAlert, CircleSlash, LoaderCircle } from "lucide-react";
import { StateBadge, type StateLook } from "@/app/_ui/badge";
import type { DeliveryState as State } from "@/db/schema";

export const STATE_WORDS: Record<State, StateLook> = {
  accepted: { label: "In work", tone: "waiting", icon: LoaderCircle },
  filed: { label: "Filed", tone: "done", icon: Check },
  ignored: { label: "Ignored", tone: "neutral", icon: CircleSlash },
  dead: { label: "Failed", tone: "failed", icon: CircleAlert },
};

export function DeliveryState({ state }: { state: State }) {
  return <StateBadge look={STATE_WORDS[state]} />;
}
