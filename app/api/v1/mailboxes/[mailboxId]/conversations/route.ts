import { z } from "zod";
import { formatPage, parsePage } from "@/lib/conversations/page";
import { listConversations } from "@/lib/conversations/queries";
import { findMailbox } from "@/lib/workspaces/gate";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

const laneSchema = z.enum(["inbox", "automated"]).optional();

/**
 * Conversations of a mailbox, newest first, fifty a page: `{ conversations, next }`. `?after=` takes the `next` of the page before;
 * `?lane=inbox` leaves out what machines sent, `?lane=automated` shows that alone.
 *
 * - 400 `after` is not a `next` of ours, or there is no such lane
 * - 404 no such mailbox in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/mailboxes/[mailboxId]/conversations">>(async (viewer, request, { params }) => {
  const mailbox = await findMailbox(viewer, (await params).mailboxId);
  if (!mailbox) return refusal(404, "There is no such mailbox.");

  const query = new URL(request.url).searchParams;
  const after = parsePage(query.get("after"));
  if (!after.ok) return refusal(400, after.reason);
  const lane = laneSchema.safeParse(query.get("lane") ?? undefined);
  if (!lane.success) return refusal(400, "lane must be inbox or automated.");

  const conversations = await listConversations(mailbox.id, viewer.userId, after.cursor, lane.data);
  return answer({ conversations, next: formatPage(conversations) });
});
