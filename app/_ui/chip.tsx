import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx";

/** A small fact one can press: explains itself, filters, toggles. */
export function Chip({ icon: Icon, children, className, ...rest }: ComponentProps<"button"> & { icon?: LucideIcon }) {
  return (
    <button
      type="button"
      className={cx(
        "touch-target inline-flex print:hidden h-6 max-w-full items-center gap-1 rounded-full border px-2 text-small text-ink-soft transition-colors",
        "hover:border-line-strong hover:text-ink active:bg-pressed aria-pressed:border-accent aria-pressed:text-accent-text",
        className,
      )}
      {...rest}
    >
      {Icon && <Icon aria-hidden size={12} strokeWidth={2} className="shrink-0" />}
      <span className="truncate">{children}</span>
    </button>
  );
}
