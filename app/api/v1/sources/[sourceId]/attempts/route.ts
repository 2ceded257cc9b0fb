import { z } from "zod";
import { listAttempts } from "@/lib/operations/attempts";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * The latest requests that came to an endpoint, taken in or refused, newest first.
 *
 * - 404 no such source can be
 */
export const GET = forViewer<RouteContext<"/api/v1/sources/[sourceId]/attempts">>(async (viewer, _request, { params }) => {
  const id = z.uuid().safeParse((await params).sourceId);
  return id.success ? answer(await listAttempts(viewer.workspaceId, id.data)) : refusal(404, "There is no source with this id.");
});
