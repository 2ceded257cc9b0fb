import { Bot, InboxIcon, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Button, buttonClass } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Skeleton } from "@/app/_ui/skeleton";
import type { Lane } from "@/db/schema";
import { ROW_HEIGHT } from "./row-height";

const ROWS_SHOWN = 8;

interface ListStateProps {
  lane: Lane;
  pending: boolean;
  error: Error | null;
  onRetry(): void;
}

/** What stands in the list when there are no rows: rows to come, a failure, or nothing. */
export function ListState({ lane, pending, error, onRetry }: ListStateProps) {
  if (error)
    return (
      <EmptyState icon={TriangleAlert} title="The list could not be loaded" action={<Button onClick={onRetry}>Try again</Button>}>
        {error.message}
      </EmptyState>
    );
  if (pending) return <SkeletonRows />;
  if (lane === "automated")
    return (
      <EmptyState icon={Bot} title="No automated mail">
        Bounces, automatic replies, notices and lists stand here, each with why. Nothing is thrown away.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={InboxIcon}
      title="Nothing here"
      action={
        <Link href="/setup" className={buttonClass()}>
          Set up the endpoint
        </Link>
      }
    >
      Mail that comes in appears here by itself.
    </EmptyState>
  );
}

function SkeletonRows() {
  return (
    <div aria-busy="true">
      <span className="sr-only">Loading conversations</span>
      {Array.from({ length: ROWS_SHOWN }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <div key={row} className="flex flex-col justify-center gap-2 border-b px-4" style={{ height: ROW_HEIGHT }}>
          <Skeleton className="w-2/5" />
          <Skeleton className="w-4/5" />
        </div>
      ))}
    </div>
  );
}
