import { after } from "next/server";
import { z } from "zod";
import { reviveDelivery } from "@/lib/inbound/mutations";
import { emitAgain } from "@/lib/jobs/emit-accepted";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * Gives a failed delivery another try.
 *
 * - 404 no such delivery in this workspace, or it has not failed
 */
export const POST = forViewer<RouteContext<"/api/v1/deliveries/[deliveryId]/retry">>(async (viewer, _request, { params }) => {
  const id = z.uuid().safeParse((await params).deliveryId);
  const revived = id.success && (await reviveDelivery(viewer.workspaceId, id.data));
  if (!revived) return refusal(404, "There is no failed delivery with this id.");

  // The sweep tells the engine should this be cut short.
  after(() => emitAgain([id.data]));
  return answer({ state: "accepted" });
});
