import type { Blob } from "@/db/schema";
import type { DecoderTask } from "./decoder/protocol";
import { isRaster } from "./raster-type";

/** How a preview of bytes of this type is made; undefined when there is none. Drawings (SVG) are programs and have none. */
export function previewTask(sniffedType: string | null): DecoderTask | undefined {
  if (sniffedType === "application/pdf") return "pdf-page";
  return isRaster(sniffedType) ? "image" : undefined;
}

/** How the text in bytes of this type is read; undefined when there is none we can read. */
export function textTask(sniffedType: string | null): DecoderTask | undefined {
  if (sniffedType === "application/pdf") return "pdf-text";
  if (sniffedType === "text/html") return "html";
  return isText(sniffedType) ? "text" : undefined;
}

export function isText(sniffedType: string | null): boolean {
  return sniffedType !== null && (/^text\//.test(sniffedType) || /^application\/(?:xml|json)$/.test(sniffedType));
}

type Derived = Pick<Blob, "preview" | "extract">;

/** What changes about a file when it is known of which type it is: nothing is made of what has nothing to show. */
export function afterSniff(sniffedType: string | null): Partial<Derived> {
  return { ...(!previewTask(sniffedType) && { preview: "none" }), ...(!textTask(sniffedType) && { extract: "none" }) };
}

/** What changes about a file with the scanner's word: one that is not clean is not opened, one that turns out to be is after all. */
export function afterScan({ sniffedType, preview, extract }: Derived & Pick<Blob, "sniffedType">, isClean: boolean): Partial<Derived> {
  const [from, to] = isClean ? (["none", "waiting"] as const) : (["waiting", "none"] as const);
  const changes = (state: Blob["preview"], task: DecoderTask | undefined) => state === from && (!isClean || task !== undefined);
  return {
    ...(changes(preview, previewTask(sniffedType)) && { preview: to }),
    ...(changes(extract, textTask(sniffedType)) && { extract: to }),
  };
}
