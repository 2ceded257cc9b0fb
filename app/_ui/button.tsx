import type { ComponentProps } from "react";
import { cx } from "./cx";

const LOOKS = {
  primary: "bg-accent text-accent-ink hover:bg-accent-hover active:brightness-95",
  plain: "border bg-raised text-ink hover:bg-raised-hover active:bg-pressed",
  ghost: "text-ink-soft hover:bg-hover hover:text-ink active:bg-pressed",
  danger: "border border-failed/40 bg-raised text-failed hover:bg-failed-soft active:bg-failed-soft",
};

export type ButtonLook = keyof typeof LOOKS;

/** The looks of a button, for links that act as one. */
export function buttonClass(look: ButtonLook = "plain", className?: string) {
  return cx(
    "touch-target inline-flex h-8 shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded px-3 font-medium text-list",
    "transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50",
    LOOKS[look],
    className,
  );
}

/**
 * `busy` keeps the button's size and its focus, says so to screen readers and does nothing when pressed, by Enter in a field of its form
 * neither. Not a submit button unless it says `type="submit"`.
 */
export function Button({
  look,
  busy,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & { look?: ButtonLook; busy?: boolean }) {
  return (
    <button
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      className={buttonClass(look, className)}
      {...rest}
      {...(busy && { onClick: (event) => event.preventDefault() })}
    />
  );
}
