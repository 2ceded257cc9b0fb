import "server-only";
import Papa from "papaparse";
import { decodeText } from "@/lib/mail/charset";
import { extensionOf } from "@/lib/mail/filename";
import { blobStore } from "@/lib/storage/open";
import { cutText } from "./cut-text";
import { isText } from "./derivable";
import type { FoundAttachment } from "./queries";
import { mayBeShown } from "./warnings";

/** Shown of a text, in bytes. */
const MAX_SHOWN_BYTES = 64 * 1024;
/** Shown of a table. */
const MAX_ROWS = 100;
const MAX_COLUMNS = 30;
const MAX_CELL_CHARS = 300;

export type ShownText = { kind: "text"; text: string; truncated: boolean } | { kind: "table"; rows: string[][]; truncated: boolean };

/** The beginning of a file, as text or table. `none` when it is neither, or there is a warning; undefined when the bytes are lost. */
export async function readText(file: FoundAttachment): Promise<ShownText | "none" | undefined> {
  if (!isText(file.sniffedType) || !mayBeShown(file.warnings)) return "none";
  // One byte more tells whether there are more.
  const blob = await blobStore().open(file.key, { start: 0, end: MAX_SHOWN_BYTES });
  if (!blob) return undefined;
  const bytes = new Uint8Array(await new Response(blob.stream).arrayBuffer());
  const text = decodeText(cutText(bytes, MAX_SHOWN_BYTES), file.charset).replaceAll("\0", "");
  const truncated = blob.size > MAX_SHOWN_BYTES;
  return isTable(file) ? tableOf(text, truncated) : { kind: "text", text, truncated };
}

function isTable({ name, contentType }: FoundAttachment): boolean {
  return /^(?:csv|tsv)$/.test(extensionOf(name)) || /^text\/(?:csv|tab-separated-values)\b/i.test(contentType);
}

/** Without a line that was cut off. */
function tableOf(text: string, truncated: boolean): ShownText {
  const { data } = Papa.parse<string[]>(text, { preview: MAX_ROWS + 1, skipEmptyLines: true });
  const whole = truncated && data.length <= MAX_ROWS ? data.slice(0, -1) : data.slice(0, MAX_ROWS);
  const wide = whole.some((row) => row.length > MAX_COLUMNS);
  const rows = whole.map((row) => row.slice(0, MAX_COLUMNS).map((cell) => cell.slice(0, MAX_CELL_CHARS)));
  return { kind: "table", rows, truncated: truncated || wide || data.length > MAX_ROWS };
}
