import { after } from "next/server";
import { z } from "zod";
import { emitReparse } from "@/lib/jobs/emit-reparse";
import { listReparses, MAX_PER_MINUTE, startReparse } from "@/lib/reparse/passes";
import { mayAdminister } from "@/lib/workspaces/roles";
import { answer, refusal } from "../answers";
import { forViewer } from "../for-viewer";

const body = z.object({ perMinute: z.int().min(1).max(MAX_PER_MINUTE).optional() });

/** Passes over all mail, newest first, each with its progress: `{ reparses }`. */
export const GET = forViewer(async ({ workspaceId }) => answer({ reparses: await listReparses(workspaceId) }));

/**
 * Begins a pass, or answers with the one under way: `{ reparse }`. `{ perMinute }` is its pace, in mails.
 *
 * - 400 that is no pace
 * - 403 not for this role
 * - 409 there is no mail
 */
export const POST = forViewer(async (viewer, request) => {
  if (!mayAdminister(viewer)) return refusal(403, "Only owners and admins may read all mail again.");
  const read = body.safeParse(await request.json().catch(() => ({})));
  if (!read.success) return refusal(400, `perMinute must be a whole number from 1 to ${MAX_PER_MINUTE}.`);

  const { perMinute } = read.data;
  const reparse = await startReparse(viewer.workspaceId, { userId: viewer.userId, ...(perMinute && { perMinute }) });
  if (!reparse) return refusal(409, "There is no mail yet.");
  after(() => emitReparse(reparse.id));
  return answer({ reparse });
});
