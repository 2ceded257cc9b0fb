"use client";

import type { Route } from "next";
import Link from "next/link";
import { useEffect, useRef } from "react";

/** One choice of a filter. The chosen one is brought into sight where the row of choices is wider than the screen. */
export function FilterLink({ href, chosen, children }: { href: Route; chosen: boolean; children: string }) {
  const link = useRef<HTMLAnchorElement>(null);

  useEffect(() => {
    if (chosen) link.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [chosen]);

  return (
    <Link
      ref={link}
      href={href}
      aria-current={chosen ? "page" : undefined}
      className={
        "touch-target inline-flex h-7 shrink-0 items-center rounded px-2 text-ink-soft hover:bg-hover hover:text-ink " +
        "aria-[current]:bg-pressed aria-[current]:font-medium aria-[current]:text-ink"
      }
    >
      {children}
    </Link>
  );
}
