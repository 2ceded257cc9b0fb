import "server-only";
import type { MailboxId } from "@/db/columns";
import { reasonOf } from "@/db/errors";
import type { StoredFile } from "@/lib/attachments/keep-blob";
import { storeAttachments } from "@/lib/attachments/store-attachments";
import { type FilableMail, fileMessage } from "@/lib/conversations/file-message";
import { receivedAt } from "@/lib/conversations/threading/thread-ids";
import { authHeaders, judgeSender } from "@/lib/mail/authentication-results";
import { contentHash } from "@/lib/mail/canonical";
import { NotAMail } from "@/lib/mail/email";
import { snippetOf } from "@/lib/mail/snippet";
import { blobStore } from "@/lib/storage/open";
import { routeRecipients } from "@/lib/workspaces/queries";
import { finishDelivery } from "./finish-delivery";
import { closeMail, type OpenedMail, withMail } from "./open-mail";

// The steps of the job `file-delivery`. Each can run twice, in another process, after any of the others (I6).

/** `attachments` is how many there are to store. */
export type Decoded = { mail: true; attachments: number } | { mail: false; reason: string };

/** Reads the payload. Throws `UnreadableMail` for what nobody can read; an event that is no mail is told apart. */
export async function decodeDelivery(deliveryId: string): Promise<Decoded> {
  try {
    return await withMail(deliveryId, async ({ email }) => ({ mail: true, attachments: email.attachments.length }));
  } catch (error) {
    if (error instanceof NotAMail) return { mail: false, reason: error.message };
    throw error;
  }
}

/** Keeps the mail's own bytes, or the payload where the provider sent none. Returns the blob's key. */
export function keepRawMail(deliveryId: string): Promise<string> {
  return withMail(deliveryId, async (mail) => {
    const raw = rawOf(mail);
    const key = `${mail.delivery.workspaceId}/raw/${deliveryId}`;
    await blobStore()
      .put(key, raw.bytes, { contentType: raw.type, maxBytes: raw.bytes.length })
      .catch((cause) => {
        throw new Error(`The raw mail could not be kept in the blob store: ${reasonOf(cause)}`, { cause });
      });
    return key;
  });
}

/** Keeps the attachments. What it returns is small and goes to `fileMail`. */
export function keepAttachments(deliveryId: string): Promise<StoredFile[]> {
  return withMail(deliveryId, ({ delivery: { workspaceId, trustedHosts }, email }) =>
    storeAttachments({ workspaceId, deliveryId, trustedHosts }, email.attachments),
  );
}

/** Files the mail in every mailbox it was sent to, from one raw copy, and finishes the delivery with the last of them. */
export async function fileMail(deliveryId: string, rawKey: string, files: StoredFile[]): Promise<void> {
  await withMail(deliveryId, async (mail) => {
    const mailboxIds = await route(mail);
    const filable = toFilable(mail, rawKey, files);

    for (const mailboxId of mailboxIds.slice(0, -1)) await fileMessage(mailboxId, filable);
    const last = mailboxIds.at(-1) ?? mail.delivery.defaultMailboxId;
    await fileMessage(last, filable, (tx, { fresh }) =>
      finishDelivery(tx, deliveryId, { state: "filed", reason: fresh ? null : "The same mail had been filed before" }),
    );
  });
  closeMail(deliveryId);
}

async function route({ delivery, email }: OpenedMail): Promise<MailboxId[]> {
  const recipients = email.envelope.to.length > 0 ? email.envelope.to : [...email.to, ...email.cc].map(({ address }) => address);
  const mailboxIds = await routeRecipients(delivery.workspaceId, recipients);
  return mailboxIds.length > 0 ? mailboxIds : [delivery.defaultMailboxId];
}

/** A mail ready to be filed. `rawKey` is where its bytes are kept, `files` are its attachments, in order. */
export function toFilable(mail: OpenedMail, rawKey: string, files: StoredFile[]): FilableMail {
  const { delivery, email } = mail;
  const raw = rawOf(mail);
  return {
    workspaceId: delivery.workspaceId,
    deliveryId: delivery.id,
    email,
    contentHash: contentHash(
      email,
      files.map((file) => file.sha256),
    ),
    snippet: snippetOf(email),
    receivedAt: receivedAt(email.receivedAt, delivery.acceptedAt),
    raw: { key: rawKey, type: raw.type, size: raw.bytes.length },
    files: files.map(({ blobId, size }) => ({ blobId, size })),
    verdict: judgeSender(authHeaders(email.headers), domainOf(email.from?.address), delivery.authservIds, email.reported),
  };
}

function domainOf(address = "") {
  return address.includes("@") ? address.slice(address.lastIndexOf("@") + 1) : null;
}

function rawOf({ delivery, email, body }: OpenedMail) {
  return email.raw ? { bytes: email.raw, type: "message/rfc822" } : { bytes: body, type: delivery.contentType };
}
