import type { ReactNode } from "react";

/** The page of somebody who is not in yet: one narrow column, one thing to do. */
export function FrontDoor({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-90 flex-col justify-center gap-6 px-6 py-12">
      <header className="flex flex-col gap-1">
        <p className="mb-4 font-medium text-ink-faint">Mailroom</p>
        <h1 className="font-semibold text-title">{title}</h1>
        {lead && <p className="text-ink-soft">{lead}</p>}
      </header>
      {children}
    </main>
  );
}
