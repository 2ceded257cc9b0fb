import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { attachments, blobs } from "@/db/schema";

/** Files of these messages, in the order they hang on each. */
export function listAttachments(workspaceId: WorkspaceId, messageIds: string[]) {
  return db
    .select({
      id: attachments.id,
      messageId: attachments.messageId,
      filename: attachments.filename,
      contentType: attachments.contentType,
      contentId: attachments.contentId,
      inline: attachments.inline,
      size: attachments.size,
    })
    .from(attachments)
    .where(and(eq(attachments.workspaceId, workspaceId), inArray(attachments.messageId, messageIds)))
    .orderBy(asc(attachments.messageId), asc(attachments.position));
}

export type AttachmentRow = Awaited<ReturnType<typeof listAttachments>>[number];

/** A file with where its bytes are, if it is of this workspace. */
export async function findAttachment(workspaceId: WorkspaceId, id: string) {
  const [attachment] = await db
    .select({
      id: attachments.id,
      filename: attachments.filename,
      contentType: attachments.contentType,
      size: blobs.size,
      sha256: blobs.sha256,
      key: blobs.key,
    })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.id, attachments.blobId))
    .where(and(eq(attachments.workspaceId, workspaceId), eq(attachments.id, id)));
  return attachment;
}
