"use client";

import type { LucideIcon } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { type ReactNode, useState } from "react";

interface SidebarLinkProps<T extends string> {
  href: Route<T>;
  icon: LucideIcon;
  current: boolean;
  children: ReactNode;
}

/** A place to go to. What it shows is fetched when the pointer or the focus comes near: the page that is opened goes first. */
export function SidebarLink<T extends string>({ href, icon: Icon, current, children }: SidebarLinkProps<T>) {
  const [near, setNear] = useState(false);
  const comeNear = () => setNear(true);
  return (
    <Link
      href={href}
      prefetch={near ? null : false}
      onPointerEnter={comeNear}
      onFocus={comeNear}
      aria-current={current ? "page" : undefined}
      className="flex h-8 items-center gap-2 rounded px-2 text-ink-soft transition-colors duration-100 hover:bg-hover hover:text-ink active:bg-pressed aria-[current]:bg-pressed aria-[current]:text-ink pointer-coarse:h-11"
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      {children}
    </Link>
  );
}
