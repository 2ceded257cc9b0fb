import { CircleAlert, Info, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";

const TONES = {
  neutral: { look: "bg-panel text-ink-soft", icon: Info },
  failed: { look: "border-failed/30 bg-failed-soft text-failed", icon: CircleAlert },
  waiting: { look: "border-waiting/30 bg-waiting-soft text-waiting", icon: CircleAlert },
};

interface NoticeProps {
  tone?: keyof typeof TONES;
  icon?: LucideIcon;
  /** `alert` when it comes up by what a person did; what failed always is one. */
  role?: "alert";
  action?: ReactNode;
  children: ReactNode;
}

/** A sentence that belongs to what stands below it. */
export function Notice({ tone = "neutral", icon, role, action, children }: NoticeProps) {
  const Icon = icon ?? TONES[tone].icon;
  return (
    <div
      role={tone === "failed" ? "alert" : role}
      className={cx("flex flex-wrap items-start gap-2 rounded border px-3 py-2 sm:flex-nowrap", TONES[tone].look)}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" />
      <div className={cx("wrap-anywhere min-w-0 flex-1", action && "max-sm:basis-[calc(100%-1.5rem)]")}>{children}</div>
      {action && <div className="shrink-0 max-sm:pl-6 print:hidden">{action}</div>}
    </div>
  );
}
