import { type ImageRules, type SanitisedHtml, sanitiseHtml } from "./html";
import { htmlToText } from "./html-text";
import { proxiedImage } from "./image-address";
import { type PlainBody, plainBody } from "./plain-text";

export interface Bodies {
  text: string | null;
  html: string | null;
  /** Addresses of the mail's own pictures by Content-ID, as the sender wrote it. */
  pictures: [contentId: string, url: string][];
  /** With what addresses of remote images are signed, once the reader wants them; null until then. */
  remote: { key: string; until: number } | null;
}

/** A body as it is shown. `html` is null without one, and says so when it is too much to show: then there is `text`. */
export interface ShownBodies {
  html: SanitisedHtml | { ok: false; reason: "too-slow" } | null;
  text: PlainBody;
}

/** Makes both bodies of a mail ready for the screen. */
export function showBodies({ text, html, pictures, remote }: Bodies): ShownBodies {
  const images: ImageRules = { cidUrl: pictureFinder(pictures) };
  if (remote) images.remoteUrl = (url) => proxiedImage(remote.key, url, remote.until);
  return { html: html === null ? null : sanitiseHtml(html, images), text: plainBody(readable(text, html)) };
}

/** What is left to show when `showBodies` took too long. */
export function showTextOnly({ text, html }: Bodies): ShownBodies {
  return { html: html === null ? null : { ok: false, reason: "too-slow" }, text: plainBody(text ?? "") };
}

function readable(text: string | null, html: string | null): string {
  return text?.trim() ? text : html === null ? "" : htmlToText(html);
}

// Content-IDs are case-sensitive (RFC 2392), and senders do not know it.
function pictureFinder(pictures: Bodies["pictures"]) {
  const exact = new Map(pictures);
  const folded = new Map(pictures.map(([contentId, url]) => [contentId.toLowerCase(), url]));
  return (contentId: string) => exact.get(contentId) ?? folded.get(contentId.toLowerCase());
}
