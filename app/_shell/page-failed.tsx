"use client";

import { TriangleAlert } from "lucide-react";
import { useTransition } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { FailureWords } from "./failure-words";
import { MenuButton } from "./menu-button";

/** What Next hands to whoever stands in for something that failed. `digest` is how the server's log calls the error. */
export interface Failure {
  error: Error & { digest?: string };
  /** Asks the server for the page again and puts it back in its place. */
  retry(): void;
}

/** What stands where a page broke while the frame around it is well. */
export function PageFailed({ error, retry }: Failure) {
  const [busy, startTransition] = useTransition();

  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center px-2 lg:hidden">
        <MenuButton />
      </header>
      <EmptyState
        icon={TriangleAlert}
        title="This page could not be shown"
        heading="h1"
        action={
          <Button busy={busy} onClick={() => startTransition(retry)}>
            Try again
          </Button>
        }
      >
        <FailureWords digest={error.digest} />
      </EmptyState>
    </main>
  );
}
