"use server";

import { refresh } from "next/cache";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { engineOperations } from "@/lib/operations/engine";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";

const form = z.object({ runId: z.uuid() });

/** Answers what became of it, in words. */
export async function cancelRun(_: string | undefined, data: FormData): Promise<string> {
  const { runId } = await allow(data);
  const cancelled = await engineOperations().cancelRun(runId);
  refresh();
  return cancelled ? "Cancelled. A step that was running may still end; none follows it." : "It had ended before.";
}

export async function rerun(_: string | undefined, data: FormData): Promise<undefined> {
  const { runId } = await allow(data);
  const again = await engineOperations().rerun(runId);
  if (!again) notFound();
  redirect(`/engine/${again}`);
}

/** Runs are of the whole installation, not of one mailbox. */
async function allow(data: FormData) {
  if (!mayAdminister(await requireMember())) notFound();
  return form.parse(Object.fromEntries(data));
}
