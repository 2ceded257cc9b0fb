import "server-only";
import { blobStore } from "@/lib/storage/open";
import { needBlob } from "./blob-states";
import { decodeBlob } from "./decode-blob";
import { MAX_PREVIEW_BYTES, PREVIEW_TYPE, pageKey } from "./preview-keys";
import type { FoundAttachment } from "./queries";

/** Pages drawn at a time: a reader may wait a moment, and mail goes first. */
const AT_ONCE = 2;

/** Makes the picture of a page of a document, for the first who looks at it. Answers why there is none, for good; undefined when it is kept. */
export function drawPage(file: FoundAttachment, page: number): Promise<string | undefined> {
  const key = pageKey(file, page);
  const drawn = drawing.get(key) ?? inLine(() => draw(file, page, key)).finally(() => drawing.delete(key));
  drawing.set(key, drawn);
  return drawn;
}

/** Two who look at once have it drawn once. */
const drawing = new Map<string, Promise<string | undefined>>();

async function draw(file: FoundAttachment, page: number, key: string): Promise<string | undefined> {
  // The collector stays away, and takes the picture along when it takes the file.
  if (!(await needBlob(file.blobId))) return "The file is gone.";
  const decoded = await decodeBlob({ task: "pdf-page", page }, file);
  if (!decoded.ok) return decoded.reason;
  const [picture] = decoded.parts;
  if (!picture) throw new Error("A decoder brought no picture");
  await blobStore().put(key, picture, { contentType: PREVIEW_TYPE, maxBytes: MAX_PREVIEW_BYTES });
  return undefined;
}

let running = 0;
const waiting: (() => void)[] = [];

async function inLine<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((turn) => waiting.push(turn));
  else running++;
  try {
    return await work();
  } finally {
    // The turn is handed on.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
