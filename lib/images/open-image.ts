import "server-only";
import { rasterType } from "@/lib/attachments/raster-type";
import { requestOutside } from "@/lib/outside/request";

/** Largest image shown from elsewhere, in bytes. */
export const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
const TIMEOUT_MS = 5_000;
const BYTES_LOOKED_AT = 32;

export interface RemoteImage {
  /** By its first bytes, whatever the server called it. */
  contentType: string;
  /** Breaks off past `MAX_IMAGE_BYTES`. */
  stream: ReadableStream<Uint8Array>;
}

/** What came is no image we show: another kind of file, a drawing with scripts, or too large. */
export class NoImage extends Error {
  override name = "NoImage";
}

/**
 * Asks for an image somewhere on the web and hands it on as it comes, never held whole. Throws `RefusedAddress` for addresses
 * we do not call, `NoImage` for what is none, `Error` when the host has trouble or takes longer than five seconds.
 */
export async function openImage(url: string, trustedHosts: readonly string[]): Promise<RemoteImage> {
  const response = await requestOutside(url, { trustedHosts, plainHttp: true, accept: "image/*", timeoutMs: TIMEOUT_MS });
  const bytes = limited(response);
  try {
    if (Number(response.headers["content-length"] ?? 0) > MAX_IMAGE_BYTES) throw new NoImage("The image is larger than 5 MB");
    if (!/^(?:|identity)$/i.test(response.headers["content-encoding"] ?? "")) throw new NoImage("The image came packed");
    const head = await takeHead(bytes);
    const contentType = rasterType(head);
    if (!contentType) throw new NoImage("What came is not an image we show");
    return { contentType, stream: streamOf(head, bytes) };
  } catch (error) {
    response.destroy();
    throw error;
  }
}

async function* limited(response: AsyncIterable<Uint8Array>) {
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > MAX_IMAGE_BYTES) throw new NoImage("The image is larger than 5 MB");
    yield chunk;
  }
}

async function takeHead(bytes: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let head = Buffer.alloc(0);
  while (head.length < BYTES_LOOKED_AT) {
    const { done, value } = await bytes.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

/** Asks for the next bytes when these are wanted; a reader who leaves closes the connection. */
function streamOf(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(head),
    async pull(controller) {
      const { done, value } = await rest.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await rest.return(undefined)),
  });
}
