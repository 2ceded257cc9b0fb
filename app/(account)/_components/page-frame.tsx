import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/app/_ui/button";

/** A page beside the inbox: one readable column and the way back. */
export function PageFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex w-full max-w-180 flex-col gap-8 px-4 py-6 sm:px-6 sm:py-10">
      <header className="flex flex-col items-start gap-1">
        <Link href="/" className={buttonClass("ghost", "-ml-3 mb-2")}>
          <ArrowLeft aria-hidden size={16} strokeWidth={1.75} />
          Inbox
        </Link>
        <h1 className="font-semibold text-title">{title}</h1>
        {lead && <p className="max-w-140 text-ink-soft">{lead}</p>}
      </header>
      {children}
    </main>
  );
}

/** One subject of the page. */
export function Section({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4 border-t pt-6">
      <div className="flex flex-col gap-1">
        <h2 className="font-medium">{title}</h2>
        {note && <p className="max-w-140 text-ink-soft">{note}</p>}
      </div>
      {children}
    </section>
  );
}
