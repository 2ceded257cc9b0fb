import { z } from "zod";
import { findAttachment } from "@/lib/attachments/queries";
import { readText } from "@/lib/attachments/read-text";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * The beginning of a text file to look at, which is no download: `{ kind: "text", text, truncated }`, or `{ kind: "table", rows, truncated }`
 * where its name or type says that it is one.
 *
 * - 404 no such attachment in this workspace, or nothing of it is shown: no text, or there is a warning
 * - 410 the blob store has lost it
 */
export const GET = forViewer<RouteContext<"/api/v1/attachments/[attachmentId]/text">>(async ({ workspaceId }, _request, { params }) => {
  const id = z.uuid().safeParse((await params).attachmentId);
  const file = id.success ? await findAttachment(workspaceId, id.data) : undefined;
  if (!file) return refusal(404, "There is no such attachment.");
  const shown = await readText(file);
  if (shown === "none") return refusal(404, "Nothing of this attachment is shown.");
  return shown ? answer(shown) : refusal(410, "The attachment is not in the blob store.");
});
