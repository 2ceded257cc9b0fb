import "server-only";
import { and, asc, eq, getTableColumns, inArray } from "drizzle-orm";
import type { db, Tx } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { attachments, blobs, type Message, messageBodies, messages, type Reading } from "@/db/schema";
import type { StoredFile } from "@/lib/attachments/keep-blob";

/** A message as it is shown. */
export interface CurrentReading {
  message: Message;
  reading: Reading;
  /** Its files, in order. */
  files: StoredFile[];
}

/** Messages of one workspace with what they say, in the order of their ids. */
export async function getCurrentReadings(tx: Tx | typeof db, workspaceId: WorkspaceId, messageIds: string[]): Promise<CurrentReading[]> {
  const rows = await tx
    .select({
      message: getTableColumns(messages),
      body: { text: messageBodies.text, html: messageBodies.html, headers: messageBodies.headers },
    })
    .from(messages)
    .innerJoin(messageBodies, eq(messageBodies.messageId, messages.id))
    .where(and(eq(messages.workspaceId, workspaceId), inArray(messages.id, messageIds)))
    .orderBy(asc(messages.id));
  const hung = await tx
    .select({ file: getTableColumns(attachments), sha256: blobs.sha256 })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.id, attachments.blobId))
    .where(inArray(attachments.messageId, messageIds))
    .orderBy(asc(attachments.messageId), asc(attachments.position));

  return rows.map(({ message, body }) => {
    const own = hung.filter(({ file }) => file.messageId === message.id);
    const { mid, refs, from, sender, replyTo, to, cc, bcc, subject, snippet, claimedAt, notes } = message;
    const read = own.map(({ file: { blobId, filename, contentType, charset, contentId, inline, size } }) => {
      return { blobId, filename, contentType, charset, contentId, inline, size };
    });
    const people = { from, sender, replyTo, to, cc, bcc };
    return {
      message,
      reading: { mid, refs, ...people, subject, snippet, claimedAt: claimedAt?.toISOString() ?? null, ...body, notes, attachments: read },
      files: own.map(({ file: { blobId, size }, sha256 }) => ({ blobId, size, sha256 })),
    };
  });
}
