import DOMPurify from "dompurify";
import { ATTACHMENTS_PATH } from "@/lib/attachments/address";
import { IMAGES_PATH } from "@/lib/mail/images";

const SAFE_ADDRESS = new RegExp(`^(?:https?:|mailto:|tel:|#|${ATTACHMENTS_PATH}|${IMAGES_PATH})`, "i");

/** The browser's own parser has the last word on what HTML means: whatever it finds beyond plain content goes. */
export function cleanInBrowser(html: string): string {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    ADD_ATTR: ["target"],
    ALLOWED_URI_REGEXP: SAFE_ADDRESS,
    FORBID_TAGS: ["form", "input", "button", "select", "textarea", "video", "audio", "source", "picture", "dialog"],
    // Keeps the style sheet that stands before everything else.
    FORCE_BODY: true,
  });
}
