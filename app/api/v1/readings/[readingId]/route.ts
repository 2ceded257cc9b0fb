import { z } from "zod";
import { dismissReading, showReading } from "@/lib/reparse/show-reading";
import { answer, refusal } from "../../answers";
import { forViewer } from "../../for-viewer";

type Context = RouteContext<"/api/v1/readings/[readingId]">;

const NONE = "There is no such reading.";

/**
 * Shows this reading in the message: `{ messageId }`. The one that was shown takes its place here: the same call brings it back.
 *
 * - 404 no such reading in this workspace
 * - 409 it cannot be shown, with the reason
 */
export const PUT = forViewer<Context>(async ({ workspaceId }, _request, { params }) => {
  const id = z.uuid().safeParse((await params).readingId);
  if (!id.success) return refusal(404, NONE);
  const shown = await showReading(workspaceId, id.data);
  if (shown.ok) return answer({ messageId: shown.messageId });
  return refusal(shown.missing ? 404 : 409, shown.reason);
});

/** Puts a waiting reading away: what is shown stays. 404: there is none in this workspace. */
export const DELETE = forViewer<Context>(async ({ workspaceId }, _request, { params }) => {
  const id = z.uuid().safeParse((await params).readingId);
  const dismissed = id.success && (await dismissReading(workspaceId, id.data));
  return dismissed ? answer({ dismissed: true }) : refusal(404, NONE);
});
