"use client";

import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd";

const ITEM =
  "flex h-8 w-full select-none items-center gap-2 rounded-sm px-2 text-list text-ink outline-none data-[highlighted]:bg-raised-hover data-[disabled]:opacity-50";

/** A menu that opens from `trigger`, an element that takes a ref and props. */
export function Menu({ trigger, children, align = "start" }: { trigger: ReactNode; children: ReactNode; align?: "start" | "end" }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-52 animate-appear rounded border bg-raised p-1 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  /** The keys that do the same, as `Shift S`. */
  shortcut?: string;
  children: ReactNode;
  onSelect(): void;
}

export function MenuItem({ icon: Icon, shortcut, children, onSelect }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={ITEM} onSelect={onSelect}>
      {Icon && <Icon aria-hidden size={16} strokeWidth={1.75} className="text-ink-soft" />}
      {children}
      {shortcut && (
        <span aria-hidden className="ml-auto flex gap-1 pl-4 pointer-coarse:hidden">
          {shortcut.split(" ").map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </DropdownMenu.Item>
  );
}

/** A menu item that is a link: pass the `<Link>` itself. */
export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuChoice<T extends string>({
  value,
  choices,
  onChange,
}: {
  value: T;
  choices: Record<T, string>;
  onChange(value: T): void;
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {Object.entries<string>(choices).map(([choice, label]) => (
        <DropdownMenu.RadioItem key={choice} value={choice} className={ITEM}>
          <span className="flex w-4 justify-center">
            <DropdownMenu.ItemIndicator>
              <Check aria-hidden size={14} />
            </DropdownMenu.ItemIndicator>
          </span>
          {label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 pt-2 pb-1 text-ink-faint text-small">{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="-mx-1 my-1 border-t" />;
}
