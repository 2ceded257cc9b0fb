import "server-only";
import { directDatabaseUrl } from "@/db/client";
import { openOperations } from "@/lib/engine/operations";

export type { Metrics, RunDetails, RunRow, RunState } from "@/lib/engine/operations";

/** What operators see of the embedded engine, and do with it. With another engine in charge, what was left behind. */
export function engineOperations() {
  return openOperations(directDatabaseUrl());
}
