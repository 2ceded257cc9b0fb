import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { CodeBlock } from "@/app/_ui/code-block";
import { iconButtonClass } from "@/app/_ui/icon-button";
import { Notice } from "@/app/_ui/notice";
import { engineOperations } from "@/lib/operations/engine";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";
import { KeepFresh } from "../_components/keep-fresh";
import { RunAction } from "../_components/run-action";
import { RunState } from "../_components/run-state";
import { RunSteps } from "../_components/run-steps";

export const metadata: Metadata = { title: "Run" };

/** One run: its steps, what it waits for, its events and what came of it. */
export default async function RunPage({ params }: PageProps<"/engine/[runId]">) {
  if (!mayAdminister(await requireMember())) notFound();
  const id = z.uuid().safeParse((await params).runId);
  const run = id.success ? await engineOperations().findRun(id.data) : undefined;
  if (!run) notFound();

  return (
    <main className="min-w-0 flex-1 overflow-y-auto">
      {!run.endedAt && <KeepFresh />}
      <header className="sticky top-0 z-10 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-canvas px-2 py-1 lg:px-4">
        <Link href="/engine" aria-label="All runs" className={iconButtonClass()}>
          <ArrowLeft aria-hidden size={16} strokeWidth={1.75} />
        </Link>
        <h1 className="font-semibold text-list">{run.fnId}</h1>
        <RunState state={run.state} />
        <RunAction runId={run.id} ended={run.endedAt !== null} />
      </header>
      <div className="mx-auto flex max-w-220 flex-col gap-8 px-4 py-6 lg:px-6">
        {run.error && <Notice tone={run.state === "failed" ? "failed" : "neutral"}>{run.error}</Notice>}
        <section aria-labelledby="steps">
          <h2 id="steps" className="mb-2 font-medium">
            Steps
          </h2>
          <RunSteps run={run} />
        </section>
        <section aria-labelledby="events">
          <h2 id="events" className="mb-2 font-medium">
            Events
          </h2>
          <CodeBlock label="Events" text={JSON.stringify(run.events, null, 2)} />
        </section>
      </div>
    </main>
  );
}
