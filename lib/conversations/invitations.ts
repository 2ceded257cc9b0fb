import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { attachments, blobs } from "@/db/schema";
import { type CalendarCard, readCalendar } from "@/lib/mail/calendar";
import { decodeText } from "@/lib/mail/charset";
import { labelPart } from "@/lib/mail/labels";
import { blobStore } from "@/lib/storage/open";

/** Calendar files looked into: the same invitation often comes twice, as a part and as a file. */
const MAX_FILES = 4;
/** A larger one is a file like any other. */
const MAX_CALENDAR_BYTES = 512 * 1024;

/** What a message invites to, says no to or calls off: its calendar files, each event once. */
export async function listInvitations(workspaceId: WorkspaceId, messageId: string): Promise<CalendarCard[]> {
  const files = await db
    .select({
      filename: attachments.filename,
      contentType: attachments.contentType,
      charset: attachments.charset,
      size: blobs.size,
      key: blobs.key,
      sha256: blobs.sha256,
    })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.id, attachments.blobId))
    .where(and(eq(attachments.workspaceId, workspaceId), eq(attachments.messageId, messageId)))
    .orderBy(asc(attachments.position));
  const calendars = files
    .filter(({ contentType, filename, size }) => size <= MAX_CALENDAR_BYTES && labelPart(contentType, filename) === "calendar")
    .slice(0, MAX_FILES);

  const cards = new Map<string, CalendarCard>();
  for (const { key, charset } of calendars) {
    const blob = await blobStore().open(key);
    const card = blob && readCalendar(decodeText(new Uint8Array(await new Response(blob.stream).arrayBuffer()), charset));
    if (card) cards.set(JSON.stringify([card.summary, card.start?.local]), card);
  }
  return [...cards.values()];
}
