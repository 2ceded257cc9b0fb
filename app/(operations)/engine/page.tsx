import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { MenuButton } from "@/app/_shell/menu-button";
import { buttonClass } from "@/app/_ui/button";
import { cx } from "@/app/_ui/cx";
import { Notice } from "@/app/_ui/notice";
import { engineOperations } from "@/lib/operations/engine";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";
import { EngineMetrics } from "./_components/engine-metrics";
import { KeepFresh } from "./_components/keep-fresh";
import { RunList } from "./_components/run-list";
import { RUN_STATES } from "./_components/run-state";

export const metadata: Metadata = { title: "Engine" };

const query = z.object({
  state: z.enum(["queued", "running", "waiting", "completed", "failed", "cancelled"]).optional().catch(undefined),
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
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-2 py-1 lg:px-6">
        <div className="flex items-center gap-1">
          <MenuButton />
          <h1 className="font-semibold text-list">Engine</h1>
        </div>
        <StateFilter state={state} />
      </header>
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
        <RunList runs={runs} />
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

function StateFilter({ state }: { state: keyof typeof RUN_STATES | undefined }) {
  const choices = [undefined, ...query.shape.state.unwrap().unwrap().options];
  return (
    <nav aria-label="State" className="flex flex-wrap gap-1">
      {choices.map((choice) => (
        <Link
          key={choice ?? "all"}
          href={choice ? `/engine?state=${choice}` : "/engine"}
          aria-current={choice === state ? "page" : undefined}
          className={cx(
            "touch-target inline-flex h-7 items-center rounded px-2 text-ink-soft hover:bg-hover hover:text-ink",
            "aria-[current]:bg-pressed aria-[current]:font-medium aria-[current]:text-ink",
          )}
        >
          {choice ? RUN_STATES[choice].label : "All"}
        </Link>
      ))}
    </nav>
  );
}
