import { FileSearch } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Button, buttonClass } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { listReparses } from "@/lib/reparse/passes";
import { DIFFERENCES_PER_PAGE, listDifferences } from "@/lib/reparse/queries";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";
import { ListHeader } from "../_components/page-parts";
import { KeepFresh } from "../engine/_components/keep-fresh";
import { DifferenceList } from "./_components/difference-list";
import { PassList } from "./_components/pass-list";
import { start } from "./actions";

export const metadata: Metadata = { title: "Read again" };

const query = z.object({ after: z.uuid().optional().catch(undefined) });

/** Passes over all mail with today's reader, and the messages it reads otherwise. `?after=` goes on after a reading. */
export default async function ReparsePage({ searchParams }: PageProps<"/reparse">) {
  const viewer = await requireMember();
  if (!mayAdminister(viewer)) notFound();
  const { after } = query.parse(await searchParams);
  const [passes, differences] = await Promise.all([listReparses(viewer.workspaceId), listDifferences(viewer.workspaceId, after)]);
  const running = passes.some(({ state }) => state === "running");
  const last = differences.length === DIFFERENCES_PER_PAGE ? differences.at(-1) : undefined;

  return (
    <main className="flex min-w-0 flex-1 flex-col">
      {running && <KeepFresh />}
      <ListHeader title="Read again">
        <form action={start} className="ml-auto">
          <Button type="submit" disabled={running}>
            Read all mail again
          </Button>
        </form>
      </ListHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {passes.length === 0 && differences.length === 0 ? (
          <EmptyState icon={FileSearch} title="Nothing has been read again">
            After an update, the new reader can be tried on all mail: what it reads otherwise is shown here, and nothing changes until you
            say so.
          </EmptyState>
        ) : (
          <>
            <PassList passes={passes} />
            <DifferenceList differences={differences} />
          </>
        )}
        {last && (
          <div className="flex justify-center p-4">
            <Link href={`/reparse?after=${last.id}`} className={buttonClass()}>
              Show more
            </Link>
          </div>
        )}
      </div>
    </main>
  );
}
