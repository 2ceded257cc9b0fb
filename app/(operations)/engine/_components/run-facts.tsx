import { LocalTime } from "@/app/_ui/local-time";
import { formatDuration } from "@/app/_ui/numbers";
import type { RunDetails } from "@/lib/operations/engine";
import { FactList } from "../../_components/fact-list";

/** Which run it is, and its times. */
export function RunFacts({ run: { id, createdAt, startedAt, endedAt } }: { run: RunDetails }) {
  return (
    <FactList
      facts={[
        ["Run", id, true],
        ["Queued", <LocalTime key="queued" at={createdAt.toISOString()} whole />],
        ["Started", startedAt && <LocalTime key="started" at={startedAt.toISOString()} whole />],
        ["Ended", endedAt && <LocalTime key="ended" at={endedAt.toISOString()} whole />],
        ["Took", endedAt && formatDuration(Math.max(0, endedAt.getTime() - createdAt.getTime()))],
      ]}
    />
  );
}
