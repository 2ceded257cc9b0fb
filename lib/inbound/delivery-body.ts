import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import { blobStore } from "@/lib/storage/open";
import { unpack } from "./compress";

export interface DeliveryBody {
  stream: ReadableStream<Uint8Array>;
  /** In bytes. */
  size: number;
  contentType: string;
}

/**
 * The bytes a sender posted, exactly. The caller has checked whose delivery it is (`findDelivery`). Undefined when
 * there is no such delivery; throws when its bytes are gone from the blob store.
 */
export async function openDeliveryBody(deliveryId: string): Promise<DeliveryBody | undefined> {
  const [row] = await db
    .select({
      body: deliveries.body,
      bodyKey: deliveries.bodyKey,
      encoding: deliveries.encoding,
      size: deliveries.size,
      contentType: deliveries.contentType,
    })
    .from(deliveries)
    .where(eq(deliveries.id, deliveryId));
  if (!row) return undefined;

  const { size, contentType } = row;
  if (row.body) return { size, contentType, stream: streamOf(await unpack(row.encoding, row.body)) };
  const blob = row.bodyKey ? await blobStore().open(row.bodyKey) : undefined;
  if (!blob) throw new Error("The body of this delivery is not in the blob store");
  return { size, contentType, stream: blob.stream };
}

/** The same bytes at once. Throws when there are none. */
export async function readDeliveryBody(deliveryId: string): Promise<Uint8Array> {
  const body = await openDeliveryBody(deliveryId);
  if (!body) throw new Error(`No delivery ${deliveryId}`);
  const bytes = new Uint8Array(await new Response(body.stream).arrayBuffer());
  if (bytes.length !== body.size) throw new Error(`The body of this delivery has ${bytes.length} bytes instead of ${body.size}`);
  return bytes;
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
