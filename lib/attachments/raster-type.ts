const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const AVIF_BRANDS = new Set(["avif", "avis"]);

/** Tells a raster image by its first bytes: PNG, JPEG, GIF, WebP or AVIF. SVG is a document and no image in this sense. */
export function rasterType(head: Uint8Array): string | undefined {
  if (startsWith(head, PNG)) return "image/png";
  if (startsWith(head, JPEG)) return "image/jpeg";
  if (["GIF87a", "GIF89a"].includes(ascii(head, 0, 6))) return "image/gif";
  if (ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 12) === "WEBP") return "image/webp";
  if (ascii(head, 4, 8) === "ftyp" && AVIF_BRANDS.has(ascii(head, 8, 12))) return "image/avif";
  return undefined;
}

/** Whether a type that was sniffed is one of these. */
export function isRaster(sniffedType: string | null): boolean {
  return sniffedType !== null && /^image\/(?:a?png|jpeg|gif|webp|avif)$/.test(sniffedType);
}

function startsWith(bytes: Uint8Array, signature: number[]) {
  return signature.every((byte, index) => bytes[index] === byte);
}

function ascii(bytes: Uint8Array, start: number, end: number) {
  return String.fromCharCode(...bytes.subarray(start, end));
}
