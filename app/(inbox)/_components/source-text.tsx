"use client";

import { useQuery } from "@tanstack/react-query";
import { ApiError } from "@/app/_data/api";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { formatBytes } from "@/app/_ui/numbers";
import { Skeleton } from "@/app/_ui/skeleton";

/** Shown of a source, in bytes: a mail may have forty megabytes. */
const SHOWN_BYTES = 256 * 1024;

/** The mail as it came in, from its beginning. */
export function SourceText({ messageId }: { messageId: string }) {
  const { data, error, refetch } = useQuery({ queryKey: ["source", messageId], queryFn: ({ signal }) => fetchStart(messageId, signal) });

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
      <pre className="overflow-x-auto whitespace-pre-wrap break-all rounded border bg-panel p-3 font-mono text-small">{data.text}</pre>
    </div>
  );
}

/** Reads no more than is shown, and leaves the rest on the server. */
async function fetchStart(messageId: string, signal: AbortSignal) {
  const response = await fetch(`/api/v1/messages/${messageId}/source`, { signal });
  const reader = response.body?.getReader();
  if (!response.ok || !reader) throw new ApiError(response.status, `The server answered ${response.status}.`);

  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    size += part.value.length;
    if (size < SHOWN_BYTES) continue;
    await reader.cancel();
    return { text: text.slice(0, SHOWN_BYTES), cut: true };
  }
  return { text: text + decoder.decode(), cut: false };
}
