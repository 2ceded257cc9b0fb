"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "@/app/_data/api";
import type { Wire } from "@/app/_data/wire";
import type { Attempt } from "@/lib/operations/attempts";
import { AttemptRow } from "./attempt-row";

/** Refusals are not part of the live feed: whoever sets up looks at this page, and while they do it asks. */
const ASK_EVERY_MS = 2000;

export function Attempts({ sourceId, initial }: { sourceId: string; initial: Wire<Attempt[]> }) {
  const { data: attempts } = useQuery({
    queryKey: ["attempts", sourceId],
    queryFn: ({ signal }) => api<Wire<Attempt[]>>(`/api/v1/sources/${sourceId}/attempts`, { signal }),
    initialData: initial,
    refetchInterval: ASK_EVERY_MS,
  });

  if (attempts.length === 0) return <Waiting />;
  return (
    <ul aria-live="polite" className="flex flex-col divide-y border-y">
      {attempts.map((attempt) => (
        <li key={attempt.id}>
          <AttemptRow attempt={attempt} />
        </li>
      ))}
    </ul>
  );
}

function Waiting() {
  return (
    <p role="status" className="flex items-center gap-2.5 text-ink-soft">
      <span aria-hidden className="size-2 animate-wait rounded-full bg-accent" />
      Waiting for the first mail. It appears here by itself, and so does a request that is refused.
    </p>
  );
}
