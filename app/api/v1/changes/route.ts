import { toChange } from "@/lib/live/channel";
import { parseCursor } from "@/lib/live/cursor";
import { findFeedEnd, listMissed } from "@/lib/live/queries";
import { answer } from "../answers";
import { forViewer } from "../for-viewer";

/**
 * The live feed for those whom a stream does not reach: `{ cursor, changes }`, what happened since `?after=`. `changes` is null when that is
 * too much to tell: look at everything again. Without `after` only the cursor.
 */
export const GET = forViewer(async (viewer, request) => {
  const after = parseCursor(new URL(request.url).searchParams.get("after"));
  const cursor = await findFeedEnd();
  const missed = after === undefined ? [] : await listMissed(viewer.workspaceId, viewer.userId, after);
  return answer({ cursor, changes: missed?.map(toChange) ?? null });
});
