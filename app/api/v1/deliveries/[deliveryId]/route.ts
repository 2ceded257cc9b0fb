import { z } from "zod";
import { findDeliveryWithMail } from "@/lib/operations/deliveries";
import { answer, refusal } from "../../answers";
import { forViewer } from "../../for-viewer";

/**
 * One delivery with every step of its life and the messages it became.
 *
 * - 404 no such delivery in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/deliveries/[deliveryId]">>(async (viewer, _request, { params }) => {
  const id = z.uuid().safeParse((await params).deliveryId);
  const delivery = id.success ? await findDeliveryWithMail(viewer.workspaceId, id.data) : undefined;
  return delivery ? answer(delivery) : refusal(404, "There is no such delivery.");
});
