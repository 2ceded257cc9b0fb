import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

type FieldProps = ComponentProps<"input"> & { label: string; hint?: ReactNode; error?: string | undefined };

/** A labelled text input with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, error, id, className, ...input }: FieldProps) {
  const own = useId();
  const inputId = id ?? own;
  const noteId = `${inputId}-note`;

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={inputId} className="font-medium">
        {label}
      </label>
      <input
        id={inputId}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? noteId : undefined}
        className={inputClass(className)}
        {...input}
      />
      {(error || hint) && (
        <p id={noteId} role={error ? "alert" : undefined} className={cx("text-small", error ? "text-failed" : "text-ink-faint")}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

/** The looks of a text input, select or textarea. Text is 16 px on touch screens: smaller makes iOS zoom in. */
export function inputClass(className?: string) {
  return cx(
    "h-9 w-full rounded border border-line-strong bg-raised px-2.5 text-list text-ink placeholder:text-ink-faint pointer-coarse:text-base",
    "hover:border-ink-faint focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-failed",
    className,
  );
}
