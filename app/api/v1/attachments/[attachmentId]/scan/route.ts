import { after } from "next/server";
import { z } from "zod";
import { scanAgain } from "@/lib/attachments/scan-again";
import { emitScans } from "@/lib/jobs/emit-unexamined";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * Has the virus scanner look at a file that it has said nothing about: one that came before there was a scanner, or that it could not look into.
 *
 * - 404 no such attachment in this workspace, or nothing to scan: there is no scanner, it has spoken, or the file is in line
 */
export const POST = forViewer<RouteContext<"/api/v1/attachments/[attachmentId]/scan">>(async ({ workspaceId }, _request, { params }) => {
  const id = z.uuid().safeParse((await params).attachmentId);
  const blobId = id.success ? await scanAgain(workspaceId, id.data) : undefined;
  if (!blobId) return refusal(404, "There is nothing to scan.");

  // The hourly job tells the engine should this be cut short.
  after(() => emitScans([blobId]));
  return answer({ scan: "waiting" });
});
