"use server";

import { refresh } from "next/cache";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { engineOperations } from "@/lib/operations/engine";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";

const form = z.object({ runId: z.uuid() });

export async function cancelRun(data: FormData) {
  const { runId } = await allow(data);
  await engineOperations().cancelRun(runId);
  refresh();
}

export async function rerun(data: FormData) {
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
