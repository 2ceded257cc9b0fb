import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx";
import { Tooltip } from "./tooltip";

type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  icon: LucideIcon;
  /** Name for screen readers, and the tooltip. */
  label: string;
  /** Keyboard shortcut shown beside the label. */
  shortcut?: string;
};

export function IconButton({ icon: Icon, label, shortcut, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} {...(shortcut ? { shortcut } : {})}>
      <button type={type} aria-label={label} className={iconButtonClass(className)} {...rest}>
        <Icon aria-hidden size={16} strokeWidth={1.75} />
      </button>
    </Tooltip>
  );
}

/** The looks of an icon button, for links that act as one. */
export function iconButtonClass(className?: string) {
  return cx(
    "touch-target inline-flex print:hidden size-8 shrink-0 items-center justify-center rounded text-ink-soft transition-colors duration-100",
    "hover:bg-hover hover:text-ink active:bg-pressed disabled:pointer-events-none disabled:opacity-40 aria-pressed:bg-pressed aria-pressed:text-ink",
    className,
  );
}
