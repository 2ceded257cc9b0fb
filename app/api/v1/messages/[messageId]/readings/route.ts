import { z } from "zod";
import { listReadings } from "@/lib/reparse/queries";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/** Other readings kept beside a message, newest first: `{ readings }`. Empty for a message that does not exist. 404: that is no id. */
export const GET = forViewer<RouteContext<"/api/v1/messages/[messageId]/readings">>(async ({ workspaceId }, _request, { params }) => {
  const id = z.uuid().safeParse((await params).messageId);
  if (!id.success) return refusal(404, "There is no such message.");
  return answer({ readings: await listReadings(workspaceId, id.data) });
});
