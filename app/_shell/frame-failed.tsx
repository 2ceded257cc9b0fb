"use client";

import { TriangleAlert } from "lucide-react";
import { Button, buttonClass } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { FailureWords } from "./failure-words";
import type { Failure } from "./page-failed";

/**
 * What stands where not even the frame around the page could be made. Every way on is a whole new request: of what this page holds,
 * nothing is known to be right.
 */
export function FrameFailed({ error }: Pick<Failure, "error">) {
  return (
    <main className="h-dvh">
      {/* Where the page's own could not be made either. */}
      <title>Mailroom</title>
      <EmptyState
        icon={TriangleAlert}
        title="Mailroom could not be shown"
        heading="h1"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button look="primary" onClick={() => window.location.reload()}>
              Try again
            </Button>
            <a href="/" className={buttonClass()}>
              Go to the inbox
            </a>
            <a href="/sign-in" className={buttonClass("ghost")}>
              Sign in
            </a>
          </div>
        }
      >
        <FailureWords digest={error.digest} />
      </EmptyState>
    </main>
  );
}
