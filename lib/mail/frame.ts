/** Sandbox of the frame. Never `allow-scripts`: with `allow-same-origin` beside it there would be no wall at all. */
export const FRAME_SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

export interface FrameOptions {
  /**
   * Where images may come from beside `data:` and `blob:`: absolute addresses that end in `/`, of our own route for images of mail only.
   */
  imageSources?: string[];
  /** The mail has dark styles of its own, and the page is dark. */
  dark?: boolean;
  lang?: string;
}

/** The Content-Security-Policy of every document that shows mail. Nothing loads but images, from where we say. */
export function framePolicy(imageSources: string[] = []): string {
  const images = ["data:", "blob:", ...imageSources.filter((source) => /^https?:\/\/[\w.:[\]-]+\/[\w./-]*$/.test(source))];
  return [
    "default-src 'none'",
    `img-src ${images.join(" ")}`,
    "style-src 'unsafe-inline'",
    "font-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
  ].join("; ");
}

/**
 * The document for a frame's `srcdoc` around sanitised HTML (html.ts). The policy stands before the first byte of the mail. The
 * mail stays on a light card unless it brings dark styles: inverting it would ruin its pictures.
 */
export function frameDocument(sanitised: string, { imageSources = [], dark = false, lang = "" }: FrameOptions = {}): string {
  const language = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(lang) ? ` lang="${lang}"` : "";
  return `<!doctype html><html${language}><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${framePolicy(imageSources)}"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${baseStyle(dark)}</style></head><body><div id="mail" dir="auto">${sanitised}</div></body></html>`;
}

// `#mail` is a block formatting context, so that margins of the mail count for its height. `m-` prefixes keep its ids away from ours.
function baseStyle(dark: boolean): string {
  return `:root{color-scheme:${dark ? "dark light" : "light only"}}
html,body{margin:0;padding:0;background:${dark ? "Canvas" : "#fff"};color:${dark ? "CanvasText" : "#1b1b1f"}}
body{font:15px/24px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
#mail{display:flow-root;padding:16px;overflow-x:auto}
#mail:not([data-open]) [data-quoted]{display:none}
@media screen{:root[data-flipped] #mail{background:#fff;color:#1b1b1f;filter:invert(1) hue-rotate(180deg)}
:root[data-flipped],:root[data-flipped] body{background:#000}
:root[data-flipped] :is(img,[style*="background-image"],[background]){filter:invert(1) hue-rotate(180deg)}}
@media print{:root{color-scheme:light only}html,body{background:#fff;color:#1b1b1f}#mail{padding:0}}
${CONTENT_STYLE}
a{color:${dark ? "LinkText" : "#1f5fd6"}}`;
}

/** What mail looks like where it says nothing itself, in the frame and on paper (print.ts). */
export const CONTENT_STYLE = `img{max-width:100%;height:auto}
img[data-remote-src]:not([src]),[data-missing]{display:inline-block;min-width:16px;min-height:16px;background:#f1f1f4;outline:1px dashed #c9c9d1;outline-offset:-1px;color:#6b6b76;font-size:12px;line-height:16px}
[data-missing]{padding:2px 6px}
table{max-width:100%}
img[data-tracker]{display:none}
pre{white-space:pre-wrap}
blockquote{margin:0 0 0 8px;padding-left:12px;border-left:2px solid #d8d8de}`;
