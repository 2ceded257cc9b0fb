import { SearchX } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";

export interface NothingHereProps {
  title?: string;
  /** Where one goes on. */
  back?: { href: Route; label: string };
  children: ReactNode;
}

/** What stands at an address that leads nowhere, for whoever asks. */
export function NothingHere({
  title = "Nothing at this address",
  back = { href: "/", label: "Go to the inbox" },
  children,
}: NothingHereProps) {
  return (
    <main className="h-full flex-1">
      <EmptyState
        icon={SearchX}
        title={title}
        heading="h1"
        action={
          <Link href={back.href} className={buttonClass()}>
            {back.label}
          </Link>
        }
      >
        {children}
      </EmptyState>
    </main>
  );
}
