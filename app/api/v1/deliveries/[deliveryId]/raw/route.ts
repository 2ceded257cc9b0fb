import { z } from "zod";
import { findDelivery, openDeliveryBody } from "@/lib/inbound/queries";
import { serveRaw } from "../../../../serve-raw";
import { refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * The bytes the provider posted, exactly: text to look at, a file with `?download`.
 *
 * - 404 no such delivery in this workspace
 */
export const GET = forViewer<RouteContext<"/api/v1/deliveries/[deliveryId]/raw">>(async (viewer, request, { params }) => {
  const id = z.uuid().safeParse((await params).deliveryId);
  const delivery = id.success ? await findDelivery(viewer.workspaceId, id.data) : undefined;
  const body = delivery && (await openDeliveryBody(delivery.id));
  if (!body) return refusal(404, "There is no such delivery.");
  return serveRaw(request, body, { type: body.contentType, name: `delivery-${delivery.id}` });
});
