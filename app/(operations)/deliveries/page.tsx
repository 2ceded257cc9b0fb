import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { z } from "zod";
import { FilledCache } from "@/app/_data/filled-cache";
import { deliveriesKey } from "@/app/_data/keys";
import { nextDelivery } from "@/app/api/v1/deliveries/next-delivery";
import { deliveryState } from "@/db/schema";
import { listDeliveriesWithMail } from "@/lib/operations/deliveries";
import { requireMember } from "@/lib/workspaces/gate";
import { DeliveryList } from "../_components/delivery-list";

export const metadata: Metadata = { title: "Deliveries" };

const stateFilter = z.enum(deliveryState.enumValues).optional().catch(undefined);

/** What arrived, where it stuck and why. `?state=` keeps those of one state. */
export default async function DeliveriesPage({ searchParams }: PageProps<"/deliveries">) {
  const viewer = await requireMember();
  const state = stateFilter.parse((await searchParams).state);
  const deliveries = await listDeliveriesWithMail(viewer.workspaceId, { state });

  const cache = new QueryClient();
  const page = { deliveries, next: nextDelivery(deliveries) };
  cache.setQueryData(deliveriesKey(state), { pages: [page], pageParams: [null] });

  return (
    <FilledCache json={JSON.stringify(dehydrate(cache))}>
      <DeliveryList state={state} />
    </FilledCache>
  );
}
