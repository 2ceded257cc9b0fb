import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { MenuButton } from "@/app/_shell/menu-button";
import { iconButtonClass } from "@/app/_ui/icon-button";

/** Above a list: its name, and what narrows it or acts on it. */
export function ListHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-2 py-1 lg:px-6">
      <div className="flex items-center gap-1">
        <MenuButton />
        <h1 className="font-semibold text-list">{title}</h1>
      </div>
      {children}
    </header>
  );
}

interface DetailsHeaderProps {
  title: string;
  /** The list it is from. */
  back: { href: "/deliveries" | "/engine"; label: string };
  children?: ReactNode;
}

/** Above one thing of a list. Stays while it is read. */
export function DetailsHeader({ title, back, children }: DetailsHeaderProps) {
  return (
    <header className="sticky top-0 z-10 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-canvas px-2 py-1 lg:px-4">
      <Link href={back.href} aria-label={back.label} className={iconButtonClass()}>
        <ArrowLeft aria-hidden size={16} strokeWidth={1.75} />
      </Link>
      {/* However long, beside the way back. */}
      <h1 className="wrap-anywhere min-w-0 max-w-[calc(100%-3rem)] font-semibold text-list">{title}</h1>
      {children}
    </header>
  );
}

/** A part of what is read, under its own heading. `id` is the heading's. */
export function DetailsSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2 font-medium">
        {title}
      </h2>
      {children}
    </section>
  );
}
