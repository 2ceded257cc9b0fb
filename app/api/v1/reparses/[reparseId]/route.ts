import { after } from "next/server";
import { z } from "zod";
import { emitReparse } from "@/lib/jobs/emit-reparse";
import { resumeReparse, stopReparse } from "@/lib/reparse/passes";
import { mayAdminister } from "@/lib/workspaces/roles";
import { answer, refusal } from "../../answers";
import { forViewer } from "../../for-viewer";

const body = z.object({ state: z.enum(["running", "stopped"]) });

/**
 * Stops a pass where it is (`{ state: "stopped" }`) or lets it go on from there (`running`).
 *
 * - 400 that is no such state
 * - 403 not for this role
 * - 409 it is done, or another one runs
 */
export const PUT = forViewer<RouteContext<"/api/v1/reparses/[reparseId]">>(async (viewer, request, { params }) => {
  if (!mayAdminister(viewer)) return refusal(403, "Only owners and admins may do that.");
  const id = z.uuid().safeParse((await params).reparseId);
  const read = body.safeParse(await request.json().catch(() => undefined));
  if (!id.success) return refusal(404, "There is no such pass.");
  if (!read.success) return refusal(400, "state must be running or stopped.");

  const { state } = read.data;
  const done = state === "running" ? await resumeReparse(viewer.workspaceId, id.data) : await stopReparse(viewer.workspaceId, id.data);
  if (!done) return refusal(409, state === "running" ? "It is done, or another pass runs." : "It does not run.");
  if (state === "running") after(() => emitReparse(id.data));
  return answer({ state });
});
