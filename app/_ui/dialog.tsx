"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { iconButtonClass } from "./icon-button";
import { useFocusBack } from "./use-focus-back";

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  description?: string;
  /** Takes the room a picture or a table needs. */
  wide?: boolean;
  children: ReactNode;
}

/** Floats over the page, keeps the focus, gives it back; Esc closes. */
export function Dialog({ open, onOpenChange, ...panel }: DialogProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Panel {...panel} />
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Panel({ title, description, wide = false, children }: Omit<DialogProps, "open" | "onOpenChange">) {
  const giveBack = useFocusBack();

  return (
    <>
      <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-[oklch(0_0_0/0.35)]" />
      <Primitive.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        onCloseAutoFocus={giveBack}
        className={cx(
          "fixed left-1/2 z-50 flex -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-lg border bg-raised shadow-float",
          wide ? "top-[5vh] max-h-[90vh] w-[min(52rem,calc(100vw-1rem))]" : "top-[12vh] max-h-[76vh] w-[min(34rem,calc(100vw-2rem))]",
        )}
      >
        <header className="flex items-center justify-between gap-4 border-b py-2 pr-2 pl-4">
          <Primitive.Title className="min-w-0 break-words font-medium text-list">{title}</Primitive.Title>
          <Primitive.Close className={iconButtonClass()} aria-label="Close">
            <X aria-hidden size={16} />
          </Primitive.Close>
        </header>
        <div className="min-h-0 overflow-y-auto p-4">
          {description && <Primitive.Description className="mb-3 text-ink-soft">{description}</Primitive.Description>}
          {children}
        </div>
      </Primitive.Content>
    </>
  );
}
