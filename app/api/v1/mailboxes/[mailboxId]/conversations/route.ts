import { z } from "zod";
import { formatCursor, formatPage, parsePage } from "@/lib/conversations/page";
import { listConversations } from "@/lib/conversations/queries";
import { MAX_QUERY_CHARS, searchConversations } from "@/lib/conversations/search-conversations";
import { findMailbox } from "@/lib/workspaces/gate";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

const laneSchema = z.enum(["inbox", "automated"]).optional();

/**
 * Conversations of a mailbox, newest first, fifty a page: `{ conversations, next }`. `?after=` takes the `next` of the page before;
 * `?lane=inbox` leaves out what machines sent, `?lane=automated` shows that alone. `?q=` finds those of both that have all its words in
 * their subject or in the name or address of who wrote: twenty a page, or fewer with a `next` when that many were looked through.
 *
 * - 400 `after` is not a `next` of ours, there is no such lane, or `q` is too long
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

  const words = query.get("q")?.trim();
  if (words && words.length > MAX_QUERY_CHARS) return refusal(400, `q may have ${MAX_QUERY_CHARS} characters.`);

  if (words) {
    const found = await searchConversations(mailbox.id, viewer.userId, words, { after: after.cursor });
    return answer({ conversations: found.conversations, next: formatCursor(found.next) });
  }
  const conversations = await listConversations(mailbox.id, viewer.userId, after.cursor, lane.data);
  return answer({ conversations, next: formatPage(conversations) });
});
