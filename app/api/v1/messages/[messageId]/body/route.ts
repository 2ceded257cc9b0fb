import { z } from "zod";
import { showBody } from "@/lib/conversations/message-body";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * What a message shows: `{ html, text, inPlace, headers, images }`. The HTML has been made harmless, and belongs into a frame without scripts all the
 * same. With `?images` its remote images come through our proxy; without, only those of senders that the workspace allowed.
 *
 * - 404 no such message in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/messages/[messageId]/body">>(async (viewer, request, { params }) => {
  const id = z.uuid().safeParse((await params).messageId);
  const wantsImages = new URL(request.url).searchParams.has("images");
  const body = id.success ? await showBody(viewer.workspaceId, id.data, { wantsImages }) : undefined;
  return body ? answer(body) : refusal(404, "There is no such message.");
});
