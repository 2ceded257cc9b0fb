import "server-only";
import { directDatabaseUrl } from "@/db/client";
import { openStore, type Store } from "@/lib/engine/store";
import { cancelRun, drain, listUnfinished, markMoved, rerun, resume } from "./engine-control";
import { measureEngine } from "./engine-metrics";
import { findRun, listRuns, RUNS_PAGE_SIZE } from "./engine-runs";

export type { Metrics } from "./engine-metrics";
export type { RunDetails, RunRow, RunState } from "./engine-runs";

/**
 * What operators see of the embedded engine, and do with it. With another engine in charge, what was left behind. Works in any
 * process that reaches the database, engine or not.
 */
export function engineOperations() {
  const store = openStore(directDatabaseUrl());
  const on =
    <Given extends unknown[], Answer>(work: (store: Store, ...given: Given) => Promise<Answer>) =>
    (...given: Given) =>
      store.ready().then(() => work(store, ...given));
  return {
    /** Runs that `listRuns` answers at most. */
    pageSize: RUNS_PAGE_SIZE,
    listRuns: on(listRuns),
    findRun: on(findRun),
    metrics: on(measureEngine),
    cancelRun: on(cancelRun),
    rerun: on(rerun),
    drain: on(drain),
    resume: on(resume),
    listUnfinished: on(listUnfinished),
    markMoved: on(markMoved),
  };
}
