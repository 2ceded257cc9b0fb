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
    .select({ ...bodyColumns, contentType: deliveries.contentType })
    .from(deliveries)
    .where(eq(deliveries.id, deliveryId));
  if (!row) return undefined;

  const { size, contentType } = row;
  const stream = row.body ? streamOf(await unpack(row.encoding, row.body)) : await openSpooled(row.bodyKey);
  return { size, contentType, stream };
}

/** Where a delivery's bytes are: in its row, packed, or in the blob store. */
export const bodyColumns = {
  body: deliveries.body,
  bodyKey: deliveries.bodyKey,
  encoding: deliveries.encoding,
  size: deliveries.size,
};

type BodyColumns = Pick<typeof deliveries.$inferSelect, keyof typeof bodyColumns>;

/** The bytes of a row, whole. Throws when they are gone, or not as many as were accepted. */
export async function readBody({ body, bodyKey, encoding, size }: BodyColumns): Promise<Uint8Array> {
  const bytes = body ? await unpack(encoding, body) : await readWhole(await openSpooled(bodyKey), size);
  if (bytes.length !== size) throw new Error(`The body of this delivery has ${bytes.length} bytes instead of ${size}`);
  return bytes;
}

/** Each byte once: to gather chunks and join them takes several times their memory. */
async function readWhole(stream: ReadableStream<Uint8Array>, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let length = 0;
  for await (const chunk of stream) {
    if (length + chunk.length > size) throw new Error(`The body of this delivery has more than its ${size} bytes`);
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return bytes.subarray(0, length);
}

async function openSpooled(key: string | null): Promise<ReadableStream<Uint8Array>> {
  const blob = key ? await blobStore().open(key) : undefined;
  if (!blob) throw new Error("The body of this delivery is not in the blob store");
  return blob.stream;
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
