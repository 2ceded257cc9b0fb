import type { ReactNode } from "react";
import { MenuButton } from "@/app/_shell/menu-button";

/** A page beside the inbox: its name on the bar, one readable column below, which scrolls alone. */
export function PageFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-1 border-b px-2 lg:px-6">
        <MenuButton />
        <h1 className="font-semibold text-list">{title}</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-180 flex-col divide-y px-4 pb-16 lg:px-6">{children}</div>
      </div>
    </main>
  );
}

/** One subject of the page. */
export function Section({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 py-6">
      <div className="flex flex-col gap-1">
        <h2 className="font-medium">{title}</h2>
        {note && <div className="max-w-140 text-ink-soft">{note}</div>}
      </div>
      {children}
    </section>
  );
}
