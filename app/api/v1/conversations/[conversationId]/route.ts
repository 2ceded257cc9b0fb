import { z } from "zod";
import { findFirstBody } from "@/lib/conversations/first-body";
import { openConversation } from "@/lib/conversations/open-conversation";
import { answer, refusal } from "../../answers";
import { forViewer } from "../../for-viewer";

/**
 * A conversation with the heads of its messages, oldest first, and their attachments: `{ conversation, messages }`. The id in the answer is
 * another when this one was merged. With `?body=first` also, where it is soon at hand, what the message says that is read first:
 * `first: { messageId, body }`, the body as its own address answers it.
 *
 * - 404 no such conversation in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/conversations/[conversationId]">>(async (viewer, request, { params }) => {
  const id = z.uuid().safeParse((await params).conversationId);
  const opened = id.success ? await openConversation(viewer.workspaceId, viewer.userId, id.data) : undefined;
  if (!opened) return refusal(404, "There is no such conversation.");
  const wantsBody = new URL(request.url).searchParams.get("body") === "first";
  return answer({ ...opened, first: wantsBody ? await findFirstBody(viewer.workspaceId, opened) : undefined });
});
