/** Where images of mail come from: the frame that shows it may load from below here, and from nowhere else. */
export const IMAGES_PATH = "/api/images/";
/** Those that came with the mail; the others are remote ones, through our proxy. */
export const PICTURES_PATH = `${IMAGES_PATH}inline/`;

/** HTML without what is signed in it: two bodies that differ in nothing else show the same. */
export function withoutSignatures(html: string): string {
  return html.replace(/(\/api\/images\/(?:inline\/)?)[\w-]+\?until=\d+/g, "$1");
}

/** Inline images larger than this, in characters of their data: URI, are dropped. */
const MAX_DATA_CHARS = 2 * 1024 * 1024;
const RASTER = /^data:image\/(?:png|jpe?g|gif|webp|bmp|x-icon);base64,[a-z0-9+/=\s]*$/i;
const MAX_URL_CHARS = 8_192;
const MAX_LISTED = 500;

/** Where an image of a mail comes from. */
export type ImageSource =
  | { kind: "data"; url: string }
  /** A part of the same mail, by its Content-ID. */
  | { kind: "cid"; contentId: string }
  | { kind: "remote"; url: string };

/** Undefined for what is no image address: other schemes, relative addresses, SVG. */
export function imageSource(address: string): ImageSource | undefined {
  const url = address.trim();
  if (/^data:/i.test(url)) return url.length <= MAX_DATA_CHARS && RASTER.test(url) ? { kind: "data", url } : undefined;
  if (/^cid:/i.test(url)) return { kind: "cid", contentId: decode(url.slice(4)) };
  const absolute = url.startsWith("//") ? `https:${url}` : url;
  if (!/^https?:\/\//i.test(absolute) || absolute.length > MAX_URL_CHARS || !URL.canParse(absolute)) return undefined;
  return { kind: "remote", url: new URL(absolute).href };
}

/**
 * True for a remote image nobody is meant to see: at most 2×2 pixels, or hidden. Its only use is to tell that the mail was
 * opened.
 */
export function isTracker(attributes: Record<string, string>): boolean {
  const style = (attributes.style ?? "").toLowerCase().slice(0, 2_000);
  if (/display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|opacity\s{0,9}:\s{0,9}0(?:\.0{1,9})?\s{0,9}(?:;|!|$)/.test(style))
    return true;
  const size = (name: string) =>
    pixels(attributes[name]) ??
    pixels(new RegExp(`(?:^|[;\\s])${name}\\s{0,9}:\\s{0,9}(\\d{1,6})(?:px)?\\s{0,9}(?:;|!|$)`).exec(style)?.[1]);
  const [width, height] = [size("width"), size("height")];
  return width !== undefined && height !== undefined ? width <= 2 && height <= 2 : (width ?? height ?? 3) === 0;
}

/** A list without doubles that stops growing. */
export class Listed {
  readonly #seen = new Set<string>();

  add(value: string) {
    if (this.#seen.size < MAX_LISTED) this.#seen.add(value);
  }

  get values() {
    return [...this.#seen];
  }
}

function pixels(value: string | undefined): number | undefined {
  const match = /^\s*(\d{1,6})(?:px)?\s*$/.exec(value ?? "");
  return match ? Number(match[1]) : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
