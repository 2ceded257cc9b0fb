import { z } from "zod";
import { markRead, markUnread } from "@/lib/conversations/reads";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

type Context = RouteContext<"/api/v1/conversations/[conversationId]/read">;

const body = z.object({ seen: z.int().min(1).max(1_000_000) });

/**
 * Marks the conversation read up to its `seen`-th arrival, for the viewer alone.
 *
 * - 400 `seen` is not a whole number from 1
 */
export const PUT = forViewer<Context>(async (viewer, request, { params }) => {
  const id = z.uuid().safeParse((await params).conversationId);
  const read = body.safeParse(await request.json().catch(() => undefined));
  if (!id.success) return refusal(404, "There is no such conversation.");
  if (!read.success) return refusal(400, "seen must be a whole number from 1.");

  await markRead(viewer.workspaceId, viewer.userId, id.data, read.data.seen);
  return answer({ read: true });
});

/** Makes the message that came last unread again, for the viewer alone. */
export const DELETE = forViewer<Context>(async (viewer, _request, { params }) => {
  const id = z.uuid().safeParse((await params).conversationId);
  if (!id.success) return refusal(404, "There is no such conversation.");

  await markUnread(viewer.workspaceId, viewer.userId, id.data);
  return answer({ read: false });
});
