import { storable, storableLine } from "@/lib/mail/clean";
import { type ShownParts, shownParts } from "@/lib/mail/content-ids";
import { type EmailAttachment, MAX_ATTACHMENTS, MAX_CHARSET_CHARS } from "@/lib/mail/email";
import { readStructured } from "@/lib/mail/mime/parameters";
import { decodeBase64 } from "@/lib/mail/mime/transfer";
import { Fields, isObject } from "./fields";

const DATA_URI = /^data:([^,;]{0,200})((?:;[^,;]{0,200}){0,9}),/i;

/**
 * Attachments as providers give them: a list, or a map by name; content as base64 (with line breaks, URL-safe, as a data:
 * URI), as text, as Node's `{type: "Buffer", data: […]}`, or behind a URL. None is ever lost: one without content is kept
 * empty, with a note.
 */
export function readFiles(value: unknown, html: string | null, notes: string[]): EmailAttachment[] {
  const entries = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  const files = entries.filter(isObject);
  if (files.length > MAX_ATTACHMENTS) notes.push(`${files.length} attachments, of which the first ${MAX_ATTACHMENTS} are kept.`);
  const shown = html === null ? null : shownParts(html);
  return files.slice(0, MAX_ATTACHMENTS).map((entry) => readFile(new Fields(entry), shown, notes));
}

function readFile(file: Fields, shown: ShownParts | null, notes: string[]): EmailAttachment {
  const filename = storableLine(file.text("filename", "name", "title", "originalfilename", "originalname") ?? "") || null;
  const contentId = storableLine(file.text("contentid", "cid", "inlinecontentid") ?? "").replace(/^<|>$/g, "") || null;
  const disposition = file.text("disposition", "contentdisposition") ?? "";
  const content = readContent(file);
  if (!content) notes.push(`${filename ?? "An attachment"} came without its content.`);

  const declared = file.text("contenttype", "mimetype", "mediatype", "type") ?? content?.type ?? "";
  const { value: contentType, parameters } = readStructured(storableLine(declared));
  return {
    filename,
    contentType: /^[^\s/]+\/[^\s/]+$/.test(contentType) ? contentType : "application/octet-stream",
    charset: storableLine(file.text("charset") ?? parameters.get("charset") ?? "").slice(0, MAX_CHARSET_CHARS) || null,
    contentId,
    disposition: storableLine(disposition.split(";")[0] ?? "").toLowerCase() || null,
    inline: contentId !== null && (shown === null ? /^inline/i.test(disposition) : shown.has(contentId)),
    content: content?.content ?? { kind: "bytes", bytes: new Uint8Array() },
  };
}

interface Content {
  content: EmailAttachment["content"];
  type?: string | undefined;
}

function readContent(file: Fields): Content | undefined {
  const inline = file.get("content", "data", "contentbase64", "base64", "body", "bytes", "contentbytes", "contents", "payload");
  const bytes = readBytes(inline, file.text("encoding", "contentencoding", "contenttransferencoding", "transferencoding") ?? "");
  if (bytes) return bytes;
  const url = file.text("url", "downloadurl", "href", "link", "contenturl", "signedurl", "attachmenturl", "secureurl", "location");
  return url && /^https?:\/\//i.test(url) && url.length <= 8_192 ? { content: { kind: "url", url: storable(url) } } : undefined;
}

function readBytes(value: unknown, encoding: string): Content | undefined {
  if (isObject(value) && Array.isArray(value.data)) return { content: { kind: "bytes", bytes: Uint8Array.from(value.data, Number) } };
  if (Array.isArray(value) && value.every((byte) => typeof byte === "number"))
    return { content: { kind: "bytes", bytes: Uint8Array.from(value) } };
  if (typeof value !== "string") return undefined;

  const uri = DATA_URI.exec(value);
  const data = uri ? value.slice(uri[0].length) : value;
  const isBase64 = uri ? /;base64/i.test(uri[2] ?? "") : !/^(?:utf-?8|text|plain|[78]bit|ascii|none|identity)$/i.test(encoding.trim());
  const bytes = (isBase64 ? fromBase64(data) : undefined) ?? Buffer.from(uri && !isBase64 ? percentDecode(data) : data, "utf8");
  return { content: { kind: "bytes", bytes }, type: uri?.[1] || undefined };
}

/** Undefined for a string that is no base64. White space and the URL-safe alphabet are fine. */
export function fromBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/\s+/g, "").replaceAll("-", "+").replaceAll("_", "/");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(digits) || digits.replace(/=+$/, "").length % 4 === 1) return undefined;
  return decodeBase64(Buffer.from(digits, "latin1"));
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
