import "server-only";
import type { WorkspaceId } from "@/db/columns";
import type { DeliveryState } from "@/db/schema";
import { type FiledMessage, listFiledMessages } from "@/lib/conversations/queries";
import { findDelivery, listDeliveries } from "@/lib/inbound/queries";

/** A page of deliveries, newest first, each with the messages it became: none while it is in work, several when several mailboxes got it. */
export async function listDeliveriesWithMail(
  workspaceId: WorkspaceId,
  page: { after?: string | undefined; state?: DeliveryState | undefined },
) {
  const rows = await listDeliveries(workspaceId, page);
  const filed = await listFiled(
    workspaceId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, filed: filed.filter(({ deliveryId }) => deliveryId === row.id) }));
}

export type DeliveryWithMail = Awaited<ReturnType<typeof listDeliveriesWithMail>>[number];

/** One delivery with its receipt and the messages it became. */
export async function findDeliveryWithMail(workspaceId: WorkspaceId, id: string) {
  const delivery = await findDelivery(workspaceId, id);
  return delivery && { ...delivery, filed: await listFiled(workspaceId, [id]) };
}

export type DeliveryDetailWithMail = NonNullable<Awaited<ReturnType<typeof findDeliveryWithMail>>>;

async function listFiled(workspaceId: WorkspaceId, deliveryIds: string[]): Promise<FiledMessage[]> {
  return deliveryIds.length === 0 ? [] : listFiledMessages(workspaceId, deliveryIds);
}
