import { z } from "zod";
import { showBody } from "@/lib/conversations/message-body";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * What a message shows: `{ html, text, headers }`. The HTML has been made harmless, and belongs into a frame without scripts all the same.
 *
 * - 404 no such message in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/messages/[messageId]/body">>(async (viewer, _request, { params }) => {
  const id = z.uuid().safeParse((await params).messageId);
  const body = id.success ? await showBody(viewer.workspaceId, id.data) : undefined;
  return body ? answer(body) : refusal(404, "There is no such message.");
});
