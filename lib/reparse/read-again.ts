import "server-only";
import { db } from "@/db/client";
import { isConnectionLost, reasonOf } from "@/db/errors";
import type { Reading } from "@/db/schema";
import type { StoredFile } from "@/lib/attachments/keep-blob";
import { storeAttachments } from "@/lib/attachments/store-attachments";
import { getToKnow } from "@/lib/conversations/file-message";
import { refsOf } from "@/lib/conversations/insert-message";
import { toFilable } from "@/lib/inbound/filing/file-delivery";
import { closeMail, type OpenedMail, withMail } from "@/lib/inbound/filing/open-mail";
import type { CurrentReading } from "./current-reading";

/** What today's reader makes of a mail that was filed before. */
export type ReadAgain = { ok: true; reading: Reading; contentHash: string } | { ok: false; reason: string };

/**
 * Reads a message's mail again, from the bytes its provider posted. Changes nothing that is shown: only files that the old
 * reader did not see are added to the blob store. A mail that cannot be read any more is no error; a database that is away is.
 */
export async function readAgain({ message, files }: CurrentReading): Promise<ReadAgain> {
  try {
    return await withMail(message.deliveryId, async (mail) => {
      const stored = await filesOf(mail, files);
      const filable = toFilable(mail, message.rawKey, stored);
      const { thread } = await getToKnow(db, filable);
      return { ok: true, contentHash: filable.contentHash, reading: toReading(filable, stored, thread.ids) };
    });
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    return { ok: false, reason: reasonOf(error) };
  } finally {
    closeMail(message.deliveryId);
  }
}

/** Files in the mail are looked at again; those behind a link of the provider are the ones that were fetched then. */
async function filesOf({ delivery, email }: OpenedMail, known: StoredFile[]): Promise<StoredFile[]> {
  const { workspaceId, trustedHosts, id: deliveryId } = delivery;
  const files: StoredFile[] = [];
  for (const [position, attachment] of email.attachments.entries()) {
    const kept = attachment.content.kind === "url" ? known[position] : undefined;
    if (attachment.content.kind === "url" && !kept) throw new Error("A file behind a link was not fetched when the mail came.");
    files.push(...(kept ? [kept] : await storeAttachments({ workspaceId, trustedHosts, deliveryId }, [attachment])));
  }
  return files;
}

function toReading({ email, snippet }: ReturnType<typeof toFilable>, files: StoredFile[], ids: Parameters<typeof refsOf>[0]): Reading {
  const { from, sender, replyTo, to, cc, bcc, subject, text, html, headers, notes } = email;
  const attachments = email.attachments.flatMap(({ filename, contentType, charset, contentId, inline }, position) => {
    const file = files[position];
    return file ? { blobId: file.blobId, filename, contentType, charset, contentId, inline, size: file.size } : [];
  });
  const people = { from, sender, replyTo, to, cc, bcc };
  const claimedAt = email.date?.toISOString() ?? null;
  return { mid: ids.own, refs: refsOf(ids), ...people, subject, snippet, claimedAt, text, html, headers, notes, attachments };
}
