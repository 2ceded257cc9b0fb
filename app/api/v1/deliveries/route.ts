import { z } from "zod";
import { deliveryState } from "@/db/schema";
import { listDeliveriesWithMail } from "@/lib/operations/deliveries";
import { answer, refusal } from "../answers";
import { forViewer } from "../for-viewer";
import { nextDelivery } from "./next-delivery";

const query = z.object({ after: z.uuid().optional(), state: z.enum(deliveryState.enumValues).optional() });

/**
 * Deliveries, newest first, fifty a page: `{ deliveries, next }`. `?state=` keeps those of one state, `?after=` takes the `next` of the page
 * before.
 *
 * - 400 an unknown state, or `after` is no delivery's id
 */
export const GET = forViewer(async (viewer, request) => {
  const wanted = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!wanted.success) return refusal(400, `state must be one of ${deliveryState.enumValues.join(", ")}, after the id of a delivery.`);

  const deliveries = await listDeliveriesWithMail(viewer.workspaceId, wanted.data);
  return answer({ deliveries, next: nextDelivery(deliveries) });
});
