/** Where attachments are served from: the frame that shows mail may load images from below here and from nowhere else. */
export const ATTACHMENTS_PATH = "/api/attachments/";

/** A file to keep. */
export function attachmentPath(id: string): string {
  return `${ATTACHMENTS_PATH}${id}`;
}

/** The same for somebody who was told what speaks against it. */
export function warnedAttachmentPath(id: string): string {
  return `${ATTACHMENTS_PATH}${id}?anyway`;
}

/** An image to show where the mail wants it. */
export function inlineImagePath(id: string): string {
  return `${ATTACHMENTS_PATH}${id}?inline`;
}
