import { openDeliveryBody } from "@/lib/inbound/queries";

/** A delivery's bytes, as its page would download them. */
export async function readDeliveryBody(deliveryId: string): Promise<Uint8Array> {
  const body = await openDeliveryBody(deliveryId);
  if (!body) throw new Error(`No delivery ${deliveryId}`);
  return new Uint8Array(await new Response(body.stream).arrayBuffer());
}
