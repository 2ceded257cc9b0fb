import { z } from "zod";
import { listInvitations } from "@/lib/conversations/invitations";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/** What the calendar files of a message say, the first few: `{ invitations }`. Empty for a message without any. 404: that is no id. */
export const GET = forViewer<RouteContext<"/api/v1/messages/[messageId]/calendar">>(async ({ workspaceId }, _request, { params }) => {
  const id = z.uuid().safeParse((await params).messageId);
  if (!id.success) return refusal(404, "There is no such message.");
  return answer({ invitations: await listInvitations(workspaceId, id.data) });
});
