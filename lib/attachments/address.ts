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

/** A picture of a file, and a smaller one to stand for it in a list. */
export function previewPath(id: string): string {
  return `${ATTACHMENTS_PATH}${id}?preview`;
}

/** The same of a page, from 1. */
export function pagePath(id: string, page: number): string {
  return page === 1 ? previewPath(id) : `${ATTACHMENTS_PATH}${id}?page=${page}`;
}

export function thumbnailPath(id: string): string {
  return `${ATTACHMENTS_PATH}${id}?thumbnail`;
}
