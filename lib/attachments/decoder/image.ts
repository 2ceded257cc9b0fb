import sharp, { type Sharp } from "sharp";
import { rasterType } from "../raster-type";
import { type Decoded, Undecodable } from "./protocol";

/** Largest image a preview is made of: that of a good camera. What takes more memory to unpack is a bomb or a map. */
export const MAX_PIXELS = 24_000_000;

/** Longest side of a preview, in pixels; images that are smaller stay as they are. */
export const PREVIEW_SIDE = 1_280;

/** Sides of the square shown in a list, in pixels: twice what it measures there. */
const THUMBNAIL_SIDE = 128;

// libvips knows drawings, documents and formats of scientists: none of them is for strangers to choose.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["Jpeg", "Png", "Nsgif", "Webp", "Heif"].map((format) => `VipsForeignLoad${format}Buffer`) });
sharp.concurrency(1);
sharp.cache(false);

/** A preview and a thumbnail of a raster image, the right way up and without what its camera noted. Of a moving one, the first picture. */
export async function decodeImage(bytes: Uint8Array): Promise<Decoded> {
  if (!rasterType(bytes)) throw new Undecodable("It is not an image of a kind that is shown here.");
  const { width, height } = await open(bytes)
    .metadata()
    .catch(() => Promise.reject(new Undecodable("The image is damaged.")));
  if (width * height > MAX_PIXELS) throw new Undecodable(`The image is too large to be shown: ${width} × ${height} pixels.`);
  return renderImage(open(bytes).autoOrient()).catch(() => Promise.reject(new Undecodable("The image is damaged.")));
}

/** Both sizes of what was decoded. `position`: which part of it the thumbnail shows. */
export async function renderImage(image: Sharp, position: string | number = "centre"): Promise<Decoded> {
  const { data, info } = await image
    .clone()
    .resize({ width: PREVIEW_SIDE, height: PREVIEW_SIDE, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80, effort: 2 })
    .toBuffer({ resolveWithObject: true });
  const thumbnail = await sharp(data)
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: "cover", position, withoutEnlargement: true })
    .webp({ quality: 70, effort: 2 })
    .toBuffer();
  return { facts: { width: info.width, height: info.height }, parts: [data, thumbnail] };
}

function open(bytes: Uint8Array): Sharp {
  // The size is checked by hand, to be able to say it.
  return sharp(bytes, { limitInputPixels: false, failOn: "error", sequentialRead: true });
}
