import "server-only";
import { and, asc, eq, inArray, type SQLWrapper } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { attachments, blobs } from "@/db/schema";
import { attachmentName } from "@/lib/mail/filename";
import { isText } from "./derivable";
import { mayBeShown, warningsOf } from "./warnings";

/** Files of these messages, or of those a query finds, in the order they hang on each, with what to think of before opening them. */
export async function listAttachments(workspaceId: WorkspaceId, messageIds: string[] | SQLWrapper) {
  const rows = await db
    .select({
      id: attachments.id,
      messageId: attachments.messageId,
      filename: attachments.filename,
      contentType: attachments.contentType,
      contentId: attachments.contentId,
      inline: attachments.inline,
      size: attachments.size,
      sniff: blobs.sniff,
      sniffedType: blobs.sniffedType,
      scan: blobs.scan,
      scanNote: blobs.scanNote,
      preview: blobs.preview,
      previewNote: blobs.previewNote,
      previewWidth: blobs.previewWidth,
      previewHeight: blobs.previewHeight,
      pages: blobs.pages,
      extract: blobs.extract,
      extractNote: blobs.extractNote,
    })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.id, attachments.blobId))
    .where(and(eq(attachments.workspaceId, workspaceId), inArray(attachments.messageId, messageIds)))
    .orderBy(asc(attachments.messageId), asc(attachments.position));
  return rows.map((row) => {
    const name = attachmentName(row.filename, row.contentType);
    const warnings = warningsOf({ ...row, name });
    const shown = mayBeShown(warnings);
    return { ...row, name, warnings, preview: shown ? row.preview : ("none" as const), isText: shown && isText(row.sniffedType) };
  });
}

export type AttachmentRow = Awaited<ReturnType<typeof listAttachments>>[number];

/** A file with where its bytes are and what to think of before opening it, if it is of this workspace. */
export async function findAttachment(workspaceId: WorkspaceId, id: string) {
  const [attachment] = await db
    .select({
      id: attachments.id,
      filename: attachments.filename,
      contentType: attachments.contentType,
      charset: attachments.charset,
      size: blobs.size,
      sha256: blobs.sha256,
      key: blobs.key,
      blobId: blobs.id,
      workspaceId: blobs.workspaceId,
      sniffedType: blobs.sniffedType,
      scan: blobs.scan,
      preview: blobs.preview,
      pages: blobs.pages,
    })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.id, attachments.blobId))
    .where(and(eq(attachments.workspaceId, workspaceId), eq(attachments.id, id)));
  if (!attachment) return undefined;
  const name = attachmentName(attachment.filename, attachment.contentType);
  return { ...attachment, name, warnings: warningsOf({ ...attachment, name }) };
}

export type FoundAttachment = NonNullable<Awaited<ReturnType<typeof findAttachment>>>;
