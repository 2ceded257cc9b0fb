import { fileTypeFromBuffer } from "file-type";

/** What magic numbers need: those of a tape archive stand farthest in. */
export const SNIFFED_BYTES = 4_100;

/**
 * The type of a file by its first bytes, as a MIME type; null when they are of no known type. Text has no magic number: it is told by having
 * nothing but text in it, and pages and drawings by how they begin. Run it in a worker: signatures can send a reader in circles
 * (CVE-2026-31808).
 */
export async function sniffType(head: Uint8Array): Promise<string | null> {
  if (isUtf16(head)) return "text/plain";
  const found = await fileTypeFromBuffer(head);
  // `application/xml` is a guess by the first characters, which may as well be those of a drawing.
  return found && found.mime !== "application/xml" ? found.mime : textType(head);
}

function textType(head: Uint8Array): string | null {
  if (head.length === 0 || head.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte))) return null;
  const start = new TextDecoder().decode(head).trimStart().slice(0, 1_000).toLowerCase();
  const beyond = start.replace(/^(?:<\?xml[^>]*>|<!--[\s\S]*?-->|<!doctype\s+svg[^>]*>|\s)+/, "");
  if (beyond.startsWith("<svg")) return "image/svg+xml";
  if (/^<(?:!doctype\s+html|html|head|body|script|iframe|meta|style)\b/.test(beyond)) return "text/html";
  return start.startsWith("<?xml") ? "application/xml" : "text/plain";
}

/** As Excel writes its "Unicode text": with a mark in front, or it could be anything, and nothing but text behind it. */
function isUtf16(head: Uint8Array): boolean {
  const mark = (head[0] ?? 0) * 256 + (head[1] ?? 0);
  if (mark !== 0xfffe && mark !== 0xfeff) return false;
  const text = new TextDecoder(mark === 0xfffe ? "utf-16le" : "utf-16be").decode(head.subarray(0, head.length & ~1));
  return [...text].every((character) => character >= " " || TEXT_CONTROLS.has(character.charCodeAt(0)));
}

/** Tab, line feed, form feed, carriage return, escape. */
const TEXT_CONTROLS = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);
