import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

const TONES = {
  neutral: "border-line text-ink-soft",
  failed: "border-failed/30 bg-failed-soft text-failed",
  waiting: "border-waiting/30 bg-waiting-soft text-waiting",
  done: "border-done/30 bg-done-soft text-done",
};

export type Tone = keyof typeof TONES;

/** A state in a word. The icon says it a second time, for who does not see the colour. */
export function Badge({ tone = "neutral", icon: Icon, children }: { tone?: Tone; icon?: LucideIcon; children: ReactNode }) {
  return (
    <span className={cx("inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-small", TONES[tone])}>
      {Icon && <Icon aria-hidden size={12} strokeWidth={2} />}
      {children}
    </span>
  );
}

/** How one state of several is said. */
export interface StateLook {
  label: string;
  tone: Tone;
  icon: LucideIcon;
}

/** A state by its look, as wide as its word wherever it stands. */
export function StateBadge({ look: { label, tone, icon } }: { look: StateLook }) {
  return (
    <span>
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
    </span>
  );
}

/** How many. Nothing when none. */
export function Count({ value, max = 99, label }: { value: number; max?: number; label: string }) {
  if (value === 0) return null;
  const text = value > max ? `${max}+` : String(value);
  return (
    <span className="text-small text-ink-faint tabular-nums">
      <span aria-hidden>{text}</span>
      <span className="sr-only">{`, ${text} ${label}`}</span>
    </span>
  );
}
