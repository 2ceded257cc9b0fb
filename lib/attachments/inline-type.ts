import "server-only";
import { blobStore } from "@/lib/storage/open";
import { rasterType } from "./raster-type";

const BYTES_LOOKED_AT = 32;

/** The type under which a stored file may be shown in place; undefined for all but raster images, whatever the sender called it. */
export async function inlineType(key: string): Promise<string | undefined> {
  const head = await blobStore().open(key, { start: 0, end: BYTES_LOOKED_AT - 1 });
  return head && rasterType(new Uint8Array(await new Response(head.stream).arrayBuffer()));
}
