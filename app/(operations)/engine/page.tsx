import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { buttonClass } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { engineOperations } from "@/lib/operations/engine";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";
import { ListHeader } from "../_components/page-parts";
import { StateFilter } from "../_components/state-filter";
import { EngineMetrics } from "./_components/engine-metrics";
import { KeepFresh } from "./_components/keep-fresh";
import { RunList } from "./_components/run-list";
import { RUN_STATES } from "./_components/run-state";

export const metadata: Metadata = { title: "Engine" };

const STATES = ["queued", "running", "waiting", "completed", "failed", "cancelled"] as const;

const query = z.object({
  state: z.enum(STATES).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
});

/** The embedded engine's runs. `?state=` keeps those of one state, `?after=` goes on after a run. */
export default async function EnginePage({ searchParams }: PageProps<"/engine">) {
  if (!mayAdminister(await requireMember())) notFound();
  const { state, after } = query.parse(await searchParams);
  const operations = engineOperations();
  const [runs, metrics] = await Promise.all([
    operations.listRuns({ ...(state && { state }), ...(after && { after }) }),
    operations.metrics(),
  ]);
  const last = runs.length === operations.pageSize ? runs.at(-1) : undefined;

  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <KeepFresh />
      <ListHeader title="Engine">
        <StateFilter path="/engine" states={STATES} words={RUN_STATES} chosen={state} />
      </ListHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {metrics.draining && (
          <div className="px-4 pt-4 lg:px-6">
            <Notice tone="waiting">
              The engine is drained: mail is accepted and waits, until an operator runs <code>engine resume</code> or moves it to another
              engine.
            </Notice>
          </div>
        )}
        <EngineMetrics metrics={metrics} />
        <RunList runs={runs} state={state} />
        {last && (
          <div className="flex justify-center p-4">
            <Link href={`/engine?${new URLSearchParams({ ...(state && { state }), after: last.id })}`} className={buttonClass()}>
              Show older
            </Link>
          </div>
        )}
      </div>
    </main>
  );
}
