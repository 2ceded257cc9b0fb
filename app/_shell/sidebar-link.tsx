import type { LucideIcon } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";

interface SidebarLinkProps<T extends string> {
  href: Route<T>;
  icon: LucideIcon;
  current: boolean;
  children: ReactNode;
}

export function SidebarLink<T extends string>({ href, icon: Icon, current, children }: SidebarLinkProps<T>) {
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className="flex h-8 items-center gap-2 rounded px-2 text-ink-soft transition-colors duration-100 hover:bg-hover hover:text-ink active:bg-pressed aria-[current]:bg-pressed aria-[current]:text-ink pointer-coarse:h-11"
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      {children}
    </Link>
  );
}
