import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { FilledCache } from "@/app/_data/filled-cache";
import { deliveryKey } from "@/app/_data/keys";
import { findDeliveryWithMail } from "@/lib/operations/deliveries";
import { requireMember } from "@/lib/workspaces/gate";
import { DeliveryView } from "../../_components/delivery-view";

export const metadata: Metadata = { title: "Delivery" };

export default async function DeliveryPage({ params }: PageProps<"/deliveries/[deliveryId]">) {
  const viewer = await requireMember();
  const id = z.uuid().safeParse((await params).deliveryId);
  const delivery = id.success ? await findDeliveryWithMail(viewer.workspaceId, id.data) : undefined;
  if (!delivery) notFound();

  const cache = new QueryClient();
  cache.setQueryData(deliveryKey(delivery.id), delivery);

  return (
    <FilledCache json={JSON.stringify(dehydrate(cache))}>
      <DeliveryView deliveryId={delivery.id} />
    </FilledCache>
  );
}
