import { InboxIcon, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Button, buttonClass } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Skeleton } from "@/app/_ui/skeleton";
import { ROW_HEIGHT } from "./row-height";

const ROWS_SHOWN = 8;

/** What stands in the list when there are no rows: rows to come, a failure, or nothing. */
export function ListState({ pending, error, onRetry }: { pending: boolean; error: Error | null; onRetry(): void }) {
  if (error)
    return (
      <EmptyState icon={TriangleAlert} title="The list could not be loaded" action={<Button onClick={onRetry}>Try again</Button>}>
        {error.message}
      </EmptyState>
    );
  if (pending) return <SkeletonRows />;
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
