import { decodeWords } from "./encoded-words";
import { findValue, type HeaderBlock, type HeaderField, readHeaderBlock } from "./header-block";
import { readStructured } from "./parameters";
import { readContentId, readField, readFilename } from "./part-fields";
import { decodeTransfer } from "./transfer";

/** Multiparts in multiparts deeper than this stay one attachment. */
export const MAX_DEPTH = 50;
/** Parts after these stay in the raw mail only. */
export const MAX_PARTS = 1_000;

/** Where a boundary that no header names is looked for. */
const MAX_SEARCH_BYTES = 16 * 1024;

/** A node of the MIME tree (RFC 2045, RFC 2046). Bytes are decoded when asked for. */
export interface Part {
  /** Lower case, without parameters. */
  type: string;
  parameters: Map<string, string>;
  /** `attachment`, `inline`, or empty when the part does not say. */
  disposition: string;
  filename: string | null;
  /** Without angle brackets. */
  contentId: string | null;
  contentLocation: string | null;
  fields: HeaderField[];
  children: Part[];
  content(): Uint8Array;
}

/** What was too deep or too much. */
export interface PartLimits {
  parts: number;
  tooDeep: boolean;
  tooMany: boolean;
  headersCut: boolean;
}

/** Reads a whole message into its tree. Never throws; one pass over the bytes for each level of nesting. */
export function readParts(bytes: Uint8Array): { root: Part; limits: PartLimits } {
  const limits: PartLimits = { parts: 0, tooDeep: false, tooMany: false, headersCut: false };
  return { root: readPart(bytes, 0, "text/plain", limits), limits };
}

function readPart(bytes: Uint8Array, depth: number, defaultType: string, limits: PartLimits): Part {
  const block = readHeaderBlock(bytes);
  limits.parts++;
  if (block.cut) limits.headersCut = true;

  const part = toPart(block, defaultType);
  const content = bytes.subarray(block.bodyStart);
  if (!part.type.startsWith("multipart/")) return asLeaf(part, content);
  const { body, regions } = openMultipart(part, content);
  if (!regions) return asLeaf(part, content);
  if (depth >= MAX_DEPTH) {
    limits.tooDeep = true;
    return { ...asLeaf(part, content), type: "application/octet-stream" };
  }

  // RFC 2046 §5.1.5: what a digest holds are messages.
  const inner = part.type === "multipart/digest" ? "message/rfc822" : "text/plain";
  for (const [start, end] of regions) {
    if (limits.parts >= MAX_PARTS) {
      limits.tooMany = true;
      break;
    }
    part.children.push(readPart(body.subarray(start, end), depth + 1, inner, limits));
  }
  return part;
}

function toPart(block: HeaderBlock, defaultType: string): Part {
  const type = readField(block.fields, "content-type");
  const disposition = readField(block.fields, "content-disposition");
  return {
    type: /^[^\s/]+\/[^\s/]+$/.test(type.value) ? type.value : fallbackType(type.value, defaultType),
    parameters: type.parameters,
    disposition: disposition.value,
    filename: readFilename(block.fields),
    contentId: readContentId(block.fields),
    contentLocation: decodeWords(findValue(block.fields, "content-location") ?? "").trim() || null,
    fields: block.fields,
    children: [],
    content: () => new Uint8Array(),
  };
}

/** The charset that a mail says its text is in: its own, or that of the first part that has one. */
export function textCharset({ parameters, children }: Part): string | null {
  const own = parameters.get("charset");
  if (own) return own;
  for (const child of children) {
    const charset = textCharset(child);
    if (charset !== null) return charset;
  }
  return null;
}

// RFC 2045 §5.2 makes a part without a type plain text; one with a type nobody can read is a file.
function fallbackType(value: string, defaultType: string): string {
  if (value === "") return defaultType;
  return value === "text" ? "text/plain" : "application/octet-stream";
}

interface Regions {
  body: Uint8Array;
  /** Undefined when no boundary is found. */
  regions: [start: number, end: number][] | undefined;
}

// RFC 2045 §6.4 lets no encoding stand on a multipart. Where one does and is meant, the boundaries are inside.
function openMultipart(part: Part, content: Uint8Array): Regions {
  const boundary = part.parameters.get("boundary")?.trimEnd();
  const regions = splitMultipart(content, boundary);
  const encoding = encodingOf(part);
  if (regions || !/^(?:base64|quoted-printable)$/.test(encoding)) return { body: content, regions };
  const body = decodeTransfer(content, encoding);
  return { body, regions: splitMultipart(body, boundary) };
}

function encodingOf({ fields }: Part): string {
  return readStructured(findValue(fields, "content-transfer-encoding") ?? "").value.replace(/[^\w-]/g, "");
}

function asLeaf(part: Part, body: Uint8Array): Part {
  // A multipart whose boundary never comes is shown as the text it is.
  const type = part.type.startsWith("multipart/") ? "text/plain" : part.type;
  return { ...part, type, content: () => decodeTransfer(body, encodingOf(part)) };
}

// A header that names another boundary than the body has, or none, would hide every file: the first line that looks like one is
// taken then, if a header follows it.
function splitMultipart(body: Uint8Array, boundary: string | undefined): [start: number, end: number][] | undefined {
  const regions = boundary ? splitAtBoundary(body, boundary) : undefined;
  if (regions) return regions;
  const head = Buffer.from(body.subarray(0, MAX_SEARCH_BYTES)).toString("latin1");
  const found = /(?:^|\n)--([^\r\n]{1,70}?)[ \t]{0,9}\r?\nContent-[A-Za-z-]{1,40}:/.exec(head)?.[1];
  return found === undefined ? undefined : splitAtBoundary(body, found);
}

/**
 * The regions between the lines `--boundary` (RFC 2046 §5.1.1), without the line break that belongs to the boundary. Undefined
 * when there is none. Text before the first and after the closing one is not part of the mail; but what follows as a part all the
 * same is one: a multipart inside may have the boundary of the one around it, and closes first.
 */
function splitAtBoundary(body: Uint8Array, boundary: string): [start: number, end: number][] | undefined {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundary}`, "latin1");
  const regions: [number, number][] = [];
  let start = -1;

  for (let at = buffer.indexOf(delimiter); at !== -1; at = buffer.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && buffer[at - 1] !== 0x0a) continue;
    const after = at + delimiter.length;
    const closing = buffer[after] === 0x2d && buffer[after + 1] === 0x2d;
    const next = restOfLine(buffer, closing ? after + 2 : after);
    if (next === undefined) continue;
    if (start >= 0) regions.push([start, Math.max(start, withoutLineBreak(buffer, at))]);
    start = closing ? -1 : next;
  }
  // The closing line never came: the last part goes to the end.
  if (start >= 0) regions.push([start, body.length]);
  return regions.length > 0 ? regions : undefined;
}

/** The position after the line, when nothing but white space is left on it. */
function restOfLine(buffer: Buffer, at: number): number | undefined {
  let i = at;
  while (buffer[i] === 0x20 || buffer[i] === 0x09) i++;
  if (i >= buffer.length) return buffer.length;
  if (buffer[i] === 0x0a) return i + 1;
  return buffer[i] === 0x0d && (buffer[i + 1] === 0x0a || i + 1 === buffer.length) ? i + 2 : undefined;
}

function withoutLineBreak(buffer: Buffer, at: number): number {
  const end = at > 0 && buffer[at - 1] === 0x0a ? at - 1 : at;
  return end > 0 && end < at && buffer[end - 1] === 0x0d ? end - 1 : end;
}
