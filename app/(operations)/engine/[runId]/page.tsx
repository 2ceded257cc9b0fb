import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { CodeBlock } from "@/app/_ui/code-block";
import { Notice } from "@/app/_ui/notice";
import { engineOperations } from "@/lib/operations/engine";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";
import { ErrorText } from "../../_components/error-text";
import { DetailsHeader, DetailsSection } from "../../_components/page-parts";
import { KeepFresh } from "../_components/keep-fresh";
import { RunAction } from "../_components/run-action";
import { RunFacts } from "../_components/run-facts";
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
      <DetailsHeader title={run.fnId} back={{ href: "/engine", label: "All runs" }}>
        <RunState state={run.state} />
        <RunAction runId={run.id} ended={run.endedAt !== null} />
      </DetailsHeader>
      <div className="mx-auto flex max-w-220 flex-col gap-8 px-4 py-6 lg:px-6">
        {run.error && (
          <Notice tone={run.state === "failed" ? "failed" : "neutral"}>
            <ErrorText text={run.error} />
          </Notice>
        )}
        <DetailsSection id="steps" title="Steps">
          <RunSteps run={run} />
        </DetailsSection>
        {run.output !== null && (
          <DetailsSection id="result" title="Result">
            <CodeBlock label="Result" text={JSON.stringify(run.output, null, 2)} />
          </DetailsSection>
        )}
        <DetailsSection id="events" title="Events">
          <CodeBlock label="Events" text={JSON.stringify(run.events, null, 2)} />
        </DetailsSection>
        <DetailsSection id="run" title="Run">
          <RunFacts run={run} />
        </DetailsSection>
      </div>
    </main>
  );
}
