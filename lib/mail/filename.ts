const MAX_DISPLAY_CHARS = 150;
const MAX_READ_CHARS = 2_000;
/** Longest part after the last dot that is taken for an extension and kept when a name is cut. */
const MAX_EXTENSION_CHARS = 16;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;
/** Turns text around or hides it: `gpj.exe` after a right-to-left override reads `exe.jpg`. */
const BIDI = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A name that is safe to show and to save under: the last part of a path, no control or direction characters, none of the
 * names Windows keeps for devices, no leading or trailing dot or space. Long names are cut before their extension.
 */
export function displayName(filename: string | null, fallback = "attachment"): string {
  const base = clip(filename ?? "")
    .toWellFormed()
    .normalize("NFC")
    .replace(BIDI, "")
    .replace(/\p{Cc}+/gu, " ");
  const last = base.split(/[/\\]/).findLast((part) => /[^.\s]/u.test(part)) ?? "";
  const name = last
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/gu, " ")
    .replace(/^[.\s]+|[.\s]+$/gu, "");
  if (name === "") return fallback;
  return shorten(RESERVED.test(name) ? `_${name}` : name);
}

/** The name an attachment is shown and saved under: its own, else one made from its type. */
export function attachmentName(filename: string | null, contentType: string): string {
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return displayName(filename, BY_TYPE[type] ?? (/^image\/[a-z0-9]{2,5}$/.test(type) ? `image.${type.slice(6)}` : "attachment"));
}

const BY_TYPE: Record<string, string> = {
  "message/rfc822": "message.eml",
  "message/delivery-status": "delivery-status.txt",
  "text/rfc822-headers": "headers.txt",
  "text/calendar": "invite.ics",
  "text/plain": "text.txt",
  "text/html": "page.html",
  "application/pdf": "document.pdf",
  "application/pgp-signature": "signature.asc",
  "application/pkcs7-signature": "smime.p7s",
  "application/pkcs7-mime": "smime.p7m",
  "application/ms-tnef": "winmail.dat",
  "image/jpeg": "image.jpg",
};

/**
 * The value of a Content-Disposition header (RFC 6266): an ASCII name for old clients and the whole one by RFC 8187. The
 * sender's name can hold anything; what comes out is one line of ASCII.
 */
export function contentDisposition(kind: "attachment" | "inline", filename: string | null): string {
  const name = displayName(filename);
  const ascii = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/g, "_")
    .replace(/["\\%]/g, "_");
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeExtended(name)}`;
}

/** The extension of a name in lower case, without its dot; empty when there is none. */
export function extensionOf(name: string): string {
  return /\.([^.\s]{1,16})$/u.exec(name)?.[1]?.toLowerCase() ?? "";
}

// The end of a name says what kind of file it is, the middle of five thousand characters says nothing.
function clip(name: string): string {
  return name.length > MAX_READ_CHARS ? name.slice(0, MAX_READ_CHARS / 2) + name.slice(-MAX_READ_CHARS / 2) : name;
}

function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= MAX_DISPLAY_CHARS) return name;
  const dot = characters.lastIndexOf(".");
  const extension = dot > 0 && characters.length - dot <= MAX_EXTENSION_CHARS ? characters.slice(dot) : [];
  return `${characters
    .slice(0, MAX_DISPLAY_CHARS - extension.length - 1)
    .join("")
    .trimEnd()}…${extension.join("")}`;
}

// RFC 8187 §3.2.1 leaves fewer characters alone than encodeURIComponent does.
function encodeExtended(name: string): string {
  return encodeURIComponent(name).replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
