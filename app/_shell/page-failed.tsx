"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";

/** What stands where a page broke. */
export function PageFailed({ reset }: { error: Error; reset(): void }) {
  return (
    <main className="flex-1">
      <EmptyState icon={TriangleAlert} title="This page could not be shown" action={<Button onClick={reset}>Try again</Button>}>
        No mail is lost. The server answered with an error, which is in its log.
      </EmptyState>
    </main>
  );
}
