"use server";

import { refresh } from "next/cache";
import { notFound } from "next/navigation";
import { after } from "next/server";
import { z } from "zod";
import { emitReparse } from "@/lib/jobs/emit-reparse";
import { resumeReparse, startReparse, stopReparse } from "@/lib/reparse/passes";
import { dismissReading, showReading } from "@/lib/reparse/show-reading";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";

const form = z.object({ id: z.uuid() });

export async function start() {
  const { workspaceId, userId } = await allow();
  const started = await startReparse(workspaceId, { userId });
  if (started) after(() => emitReparse(started.id));
  refresh();
}

export async function stop(data: FormData) {
  const { workspaceId } = await allow();
  await stopReparse(workspaceId, read(data));
  refresh();
}

export async function resume(data: FormData) {
  const { workspaceId } = await allow();
  const id = read(data);
  if (await resumeReparse(workspaceId, id)) after(() => emitReparse(id));
  refresh();
}

/** Why the reading cannot be shown; undefined when it is. */
export async function show(_: string | undefined, data: FormData): Promise<string | undefined> {
  const { workspaceId } = await allow();
  const shown = await showReading(workspaceId, read(data));
  refresh();
  return shown.ok ? undefined : shown.reason;
}

export async function dismiss(data: FormData) {
  const { workspaceId } = await allow();
  await dismissReading(workspaceId, read(data));
  refresh();
}

/** All mail of the workspace is no business of one reader. */
async function allow() {
  const viewer = await requireMember();
  if (!mayAdminister(viewer)) notFound();
  return viewer;
}

function read(data: FormData): string {
  return form.parse(Object.fromEntries(data)).id;
}
