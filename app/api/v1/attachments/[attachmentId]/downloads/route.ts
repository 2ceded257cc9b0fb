import { z } from "zod";
import { listDownloads } from "@/lib/attachments/downloads";
import { findAttachment } from "@/lib/attachments/queries";
import { isScannable } from "@/lib/attachments/scan-again";
import { mayAdminister, mayOpenQuarantine } from "@/lib/workspaces/roles";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * Whether the viewer may download a file, whether a scan can be asked for, and who got it, newest first: `{ allowed, scannable, downloads }`. Who
 * did is the business of owners and admins, `null` for others.
 *
 * - 404 no such attachment in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/attachments/[attachmentId]/downloads">>(async (viewer, _request, { params }) => {
  const id = z.uuid().safeParse((await params).attachmentId);
  const file = id.success ? await findAttachment(viewer.workspaceId, id.data) : undefined;
  if (!file) return refusal(404, "There is no such attachment.");
  const allowed = file.scan !== "infected" || mayOpenQuarantine(viewer);
  const downloads = mayAdminister(viewer) ? await listDownloads(viewer.workspaceId, file.id) : null;
  return answer({ allowed, scannable: isScannable(file.scan), downloads });
});
