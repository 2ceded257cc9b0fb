/** Where attachments are served from, as files to keep. */
export const ATTACHMENTS_PATH = "/api/attachments/";

/** A file to keep. */
export function attachmentPath(id: string): string {
  return `${ATTACHMENTS_PATH}${id}`;
}

/** The same for somebody who was told what speaks against it. */
export function warnedAttachmentPath(id: string): string {
  return `${ATTACHMENTS_PATH}${id}?anyway`;
}
