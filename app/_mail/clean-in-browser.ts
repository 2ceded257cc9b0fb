import { PLAIN_ATTRIBUTES } from "@/lib/mail/attributes";
import { IMAGES_PATH } from "@/lib/mail/images";
import { doubtLink, writtenHost } from "@/lib/mail/link-doubts";
import { leavePath } from "./leave-path";
import { nextTask, purify } from "./purify";

const LINKS_AT_ONCE = 500;

const SAFE_ADDRESS = new RegExp(`^(?:https?:|mailto:|tel:|#|${IMAGES_PATH})`, "i");

/** What DOMPurify leaves of a mail. */
export const CLEANING = {
  USE_PROFILES: { html: true },
  ADD_ATTR: ["target"],
  ALLOWED_URI_REGEXP: SAFE_ADDRESS,
  // Without this the pattern is asked about every value, and `width="600"` is no safe address.
  ADD_URI_SAFE_ATTR: PLAIN_ATTRIBUTES,
  FORBID_TAGS: ["form", "input", "button", "select", "textarea", "video", "audio", "source", "picture", "dialog"],
};

/** The browser's own parser has the last word on what HTML means: whatever it finds beyond plain content goes. */
export async function cleanInBrowser(html: string): Promise<string> {
  const body = await purify(html, CLEANING);
  foldQuote(body);
  for (const picture of body.querySelectorAll("img[data-cid]:not([src])")) sayMissing(picture);
  for (const [at, link] of body.querySelectorAll("a[href]").entries()) {
    if (at % LINKS_AT_ONCE === LINKS_AT_ONCE - 1) await nextTask();
    markLink(link);
  }
  return body.innerHTML;
}

/** What stands behind the server's mark moves into a box of its own, with the elements around it: the frame hides that (frame.ts). */
function foldQuote(body: HTMLElement) {
  const mark = body.querySelector("span[data-fold]");
  if (!mark || !body.lastChild) return;
  const range = body.ownerDocument.createRange();
  range.setStartAfter(mark);
  range.setEndAfter(body.lastChild);
  const quoted = body.ownerDocument.createElement("div");
  quoted.setAttribute("data-quoted", "");
  quoted.append(range.extractContents());
  mark.remove();
  body.append(quoted);
}

/** A picture the mail wants of itself and did not bring, or brought as something else: an empty box would look like a fault of ours. */
function sayMissing(picture: Element) {
  const box = picture.ownerDocument.createElement("span");
  box.setAttribute("data-missing", "");
  box.textContent = ["Picture missing from this mail", picture.getAttribute("alt")?.slice(0, 200)].filter(Boolean).join(": ");
  picture.replaceWith(box);
}

/** Says where it really leads, and leads to a question first when something speaks against it. */
function markLink(link: Element) {
  const href = link.getAttribute("href") ?? "";
  if (!URL.canParse(href)) return;
  const url = new URL(href);
  link.setAttribute("data-leads", url.protocol.startsWith("http") ? hostOf(url) : href.slice(0, 200));
  const text = link.textContent ?? "";
  if (doubtLink(href, text).length > 0) link.setAttribute("href", leavePath(href, text));
}

/** Never only as it is written, which may look like another one. */
function hostOf(url: URL): string {
  const written = writtenHost(url);
  return written === url.hostname ? written : `${url.hostname} (${written})`;
}
