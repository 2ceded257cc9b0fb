import { formatPage, parsePage } from "@/lib/conversations/page";
import { listConversations } from "@/lib/conversations/queries";
import { findMailbox } from "@/lib/workspaces/gate";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * Conversations of a mailbox, newest first, fifty a page: `{ conversations, next }`. `?after=` takes the `next` of the page before.
 *
 * - 400 `after` is not a `next` of ours
 * - 404 no such mailbox in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/mailboxes/[mailboxId]/conversations">>(async (viewer, request, { params }) => {
  const mailbox = await findMailbox(viewer, (await params).mailboxId);
  if (!mailbox) return refusal(404, "There is no such mailbox.");

  const after = parsePage(new URL(request.url).searchParams.get("after"));
  if (!after.ok) return refusal(400, after.reason);

  const conversations = await listConversations(mailbox.id, viewer.userId, after.cursor);
  return answer({ conversations, next: formatPage(conversations) });
});
