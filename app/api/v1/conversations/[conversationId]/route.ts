import { z } from "zod";
import { openConversation } from "@/lib/conversations/open-conversation";
import { answer, refusal } from "../../answers";
import { forViewer } from "../../for-viewer";

/**
 * A conversation with the heads of its messages, oldest first, and their attachments: `{ conversation, messages }`. The id in the answer is
 * another when this one was merged.
 *
 * - 404 no such conversation in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/conversations/[conversationId]">>(async (viewer, _request, { params }) => {
  const id = z.uuid().safeParse((await params).conversationId);
  const opened = id.success ? await openConversation(viewer.workspaceId, viewer.userId, id.data) : undefined;
  return opened ? answer(opened) : refusal(404, "There is no such conversation.");
});
