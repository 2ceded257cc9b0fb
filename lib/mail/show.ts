import { foldHtml } from "./fold-html";
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
  /** The mail it answers, where we have it: what repeats that is folded. */
  parent: { text: string | null; html: string | null } | null;
}

/** HTML ready for the frame. Where `folds`, an empty `<span data-fold>` stands before the mail it answers. */
export type ShownHtml = SanitisedHtml & { folds?: boolean };

/** A body as it is shown. `html` is null without one, and says so when it is too much to show: then there is `text`. */
export interface ShownBodies {
  html: ShownHtml | { ok: false; reason: "too-slow" } | null;
  text: PlainBody;
  /** Those of the mail's own pictures that the HTML shows in place, by their addresses. */
  pictured: string[];
}

/** Makes both bodies of a mail ready for the screen. */
export function showBodies({ text, html, pictures, remote, parent }: Bodies): ShownBodies {
  const pictured = new Set<string>();
  const images: ImageRules = { cidUrl: pictureFinder(pictures, pictured) };
  if (remote) images.remoteUrl = (url) => proxiedImage(remote.key, url, remote.until);
  const answered = parent ? readable(parent.text, parent.html) : "";
  return {
    html: html === null ? null : folded(sanitiseHtml(html, images), answered),
    text: plainBody(readable(text, html), { parent: answered }),
    pictured: [...pictured],
  };
}

// After cleaning, which lets no mail bring a mark of its own.
function folded(clean: SanitisedHtml, answered: string): ShownHtml {
  if (!clean.ok) return clean;
  const { visible, folded: quoted, rule } = foldHtml(clean.html, answered);
  return rule === "none" ? clean : { ...clean, html: `${visible}<span data-fold></span>${quoted}`, folds: true };
}

/** What is left to show when `showBodies` took too long. */
export function showTextOnly({ text, html }: Bodies): ShownBodies {
  return { html: html === null ? null : { ok: false, reason: "too-slow" }, text: plainBody(text ?? ""), pictured: [] };
}

function readable(text: string | null, html: string | null): string {
  return text?.trim() ? text : html === null ? "" : htmlToText(html);
}

// Content-IDs are case-sensitive (RFC 2392), and senders do not know it.
function pictureFinder(pictures: Bodies["pictures"], found: Set<string>) {
  const exact = new Map(pictures);
  const folded = new Map(pictures.map(([contentId, url]) => [contentId.toLowerCase(), url]));
  return (contentId: string) => {
    const url = exact.get(contentId) ?? folded.get(contentId.toLowerCase());
    if (url !== undefined) found.add(url);
    return url;
  };
}
