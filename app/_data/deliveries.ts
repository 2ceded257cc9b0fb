import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { DeliveryState } from "@/db/schema";
import type { DeliveryDetailWithMail, DeliveryWithMail } from "@/lib/operations/deliveries";
import { api, send } from "./api";
import { deliveriesKey, deliveryKey } from "./keys";
import type { Wire } from "./wire";

export type Delivery = Wire<DeliveryWithMail>;
export type DeliveryDetail = Wire<DeliveryDetailWithMail>;

export interface DeliveriesPage {
  deliveries: Delivery[];
  next: string | null;
}

export function deliveriesQuery(state: DeliveryState | undefined) {
  return infiniteQueryOptions({
    queryKey: deliveriesKey(state),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...(state ? { state } : {}), ...(pageParam ? { after: pageParam } : {}) });
      return api<DeliveriesPage>(`/api/v1/deliveries?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function deliveryQuery(deliveryId: string) {
  return queryOptions({
    queryKey: deliveryKey(deliveryId),
    queryFn: ({ signal }) => api<DeliveryDetail>(`/api/v1/deliveries/${deliveryId}`, { signal }),
  });
}

export function retryDelivery(deliveryId: string) {
  return send<{ state: DeliveryState }>("POST", `/api/v1/deliveries/${deliveryId}/retry`);
}
