"use client";

import { useQuery } from "@tanstack/react-query";
import { SHOWN_BYTES, sourceQuery } from "@/app/_data/sources";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { formatBytes } from "@/app/_ui/numbers";
import { Skeleton } from "@/app/_ui/skeleton";

/** The mail as it came in, from its beginning, as it arrives. */
export function SourceText({ messageId }: { messageId: string }) {
  const { data, error, refetch, isFetching } = useQuery(sourceQuery(messageId));

  if (error)
    return (
      <Notice tone="failed" action={<Button onClick={() => void refetch()}>Try again</Button>}>
        {`The source could not be loaded. ${error.message}`}
      </Notice>
    );
  if (!data) return <Skeleton className="w-full" />;
  return (
    <div className="flex flex-col gap-3">
      {data.cut && <Notice>{`The first ${formatBytes(SHOWN_BYTES)}. Download the raw mail for all of it.`}</Notice>}
      <pre
        aria-busy={isFetching}
        className="overflow-x-auto whitespace-pre-wrap break-all rounded border bg-panel p-3 font-mono text-small"
      >
        {data.text}
      </pre>
      {isFetching && (
        <p role="status" className="text-ink-faint text-small tabular-nums">
          {`${formatBytes(data.bytes)} so far…`}
        </p>
      )}
    </div>
  );
}
