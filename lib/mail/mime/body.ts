import { decodeText, isUtf8 } from "../charset";
import { declaredCharset } from "../declared-charset";
import { escapeHtml, htmlToText } from "../html-text";
import { decodeFlowed } from "./flowed";
import type { Part } from "./parts";

/** Which parts are the body as HTML, which as text, and which are files. */
export interface BodyParts {
  text: Part[];
  html: Part[];
  files: Part[];
}

/**
 * Sorts the leaves of a mail (RFC 8621 §4.1.4, the algorithm given there). One thing goes further: a text part that carries
 * a file name is listed as a file even when it is shown, so that no name is ever lost.
 */
export function sortParts(root: Part): BodyParts {
  const files: Part[] = [];
  const bodies: Bodies = { text: [], html: [] };
  sort([root], "mixed", false, bodies, files);
  return { text: bodies.text ?? [], html: bodies.html ?? [], files: [...new Set(files)] };
}

/** The text body: plain parts as they are, and HTML where there is only that. Null without any. */
export function joinText(parts: Part[]): string | null {
  if (!parts.some(({ type }) => type === "text/plain")) return null;
  const texts = parts.filter(isText).map((part) => (part.type === "text/html" ? htmlToText(readText(part)) : readText(part)));
  return texts.join("\n");
}

/** The HTML body: HTML parts as they are, plain ones between them escaped. Null without any. */
export function joinHtml(parts: Part[]): string | null {
  if (!parts.some(({ type }) => type === "text/html")) return null;
  const bodies = parts.filter(isText).map((part) => (part.type === "text/html" ? readText(part) : asHtml(readText(part))));
  return bodies.join("\n");
}

interface Bodies {
  text: Part[] | null;
  html: Part[] | null;
}

function sort(parts: Part[], multipart: string, inAlternative: boolean, bodies: Bodies, files: Part[]) {
  const textBefore = bodies.text?.length ?? -1;
  const htmlBefore = bodies.html?.length ?? -1;

  for (const [index, part] of parts.entries()) {
    if (part.children.length > 0) {
      const inner = part.type.slice("multipart/".length);
      sort(inner === "related" ? rootFirst(part) : part.children, inner, inAlternative || inner === "alternative", bodies, files);
    } else if (isInline(part, index, multipart)) {
      if (part.filename || isMedia(part)) files.push(part);
      place(part, multipart, inAlternative, bodies);
    } else files.push(part);
  }

  // An alternative that came in one kind only stands for both.
  if (multipart !== "alternative" || !bodies.text || !bodies.html) return;
  if (textBefore === bodies.text.length && htmlBefore !== bodies.html.length) bodies.text.push(...bodies.html.slice(htmlBefore));
  else if (htmlBefore === bodies.html.length && textBefore !== bodies.text.length) bodies.html.push(...bodies.text.slice(textBefore));
}

// RFC 2387 §3.2: `start` names the part that the others belong to, wherever it stands.
function rootFirst({ parameters, children }: Part): Part[] {
  const start = parameters.get("start")?.replace(/^\s*<|>\s*$/g, "");
  const root = start ? children.find(({ contentId }) => contentId === start) : undefined;
  return root ? [root, ...children.filter((child) => child !== root)] : children;
}

function place(part: Part, multipart: string, inAlternative: boolean, bodies: Bodies) {
  if (multipart === "alternative") {
    if (part.type === "text/plain") bodies.text?.push(part);
    else if (part.type === "text/html") bodies.html?.push(part);
    return;
  }
  if (inAlternative && part.type === "text/plain") bodies.text?.push(part);
  else if (inAlternative && part.type === "text/html") bodies.html?.push(part);
  else {
    bodies.text?.push(part);
    bodies.html?.push(part);
  }
}

function isInline(part: Part, index: number, multipart: string): boolean {
  if (part.disposition === "attachment" || !(isText(part) || isMedia(part))) return false;
  return index === 0 || (multipart !== "related" && (isMedia(part) || !part.filename));
}

function isText({ type }: Part) {
  return type === "text/plain" || type === "text/html";
}

function isMedia({ type }: Part) {
  return /^(?:image|audio|video)\//.test(type);
}

function readText(part: Part): string {
  const bytes = part.content();
  const text = decodeText(bytes, charsetOf(part, bytes)).replace(/\r\n?/g, "\n");
  const flowed = part.type === "text/plain" && part.parameters.get("format")?.toLowerCase() === "flowed";
  return flowed ? decodeFlowed(text, part.parameters.get("delsp")?.toLowerCase() === "yes") : text;
}

// A gateway that knew no charset wrote `us-ascii`, or nothing. What is UTF-8 is that whatever it declares.
function charsetOf({ type, parameters }: Part, bytes: Uint8Array): string | null {
  const label = parameters.get("charset") ?? null;
  const says = label !== null && label !== "" && !/^us-ascii$/i.test(label);
  return says || type !== "text/html" || isUtf8(bytes) ? label : (declaredCharset(bytes) ?? label);
}

function asHtml(text: string): string {
  return `<div style="white-space: pre-wrap">${escapeHtml(text)}</div>`;
}
