"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd";

interface TooltipProps {
  label: ReactNode;
  shortcut?: string;
  /** It is open from the beginning, and gone when it closes. */
  onClose?: () => void;
  children: ReactNode;
}

/** Says what a control does, on hover and on focus. The control keeps its own accessible name. */
export function Tooltip({ label, shortcut, onClose, children }: TooltipProps) {
  return (
    <Primitive.Provider delayDuration={400} skipDelayDuration={200}>
      <Primitive.Root {...(onClose ? { defaultOpen: true, onOpenChange: (open: boolean) => open || onClose() } : {})}>
        <Primitive.Trigger asChild>{children}</Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 flex max-w-80 animate-appear items-center gap-2 rounded border bg-raised px-2 py-1 text-small text-ink shadow-float"
          >
            {label}
            {shortcut && <Kbd>{shortcut}</Kbd>}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
