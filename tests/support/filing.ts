import { db } from "@/db/client";
import { type MailboxId, newId, type WorkspaceId } from "@/db/columns";
import { deliveries, sources } from "@/db/schema";
import { type FilableMail, fileMessage } from "@/lib/conversations/file-message";
import { receivedAt } from "@/lib/conversations/threading/thread-ids";
import type { Email } from "@/lib/mail/email";
import { createMailbox, createWorkspace } from "@/lib/workspaces/mutations";
import { anEmail, sha256 } from "./mail";

/** A workspace with one mailbox and one source, without a way in: mails are filed as the job's last step would. */
export async function aMailbox(name = "Support") {
  const { id: workspaceId } = await createWorkspace("Acme");
  const mailboxId = await addMailbox(workspaceId, name, "help@acme.test");
  const sourceId = newId();
  await db
    .insert(sources)
    .values({ id: sourceId, workspaceId, key: newId(), name: "Test", defaultMailboxId: mailboxId, scheme: "webhook" });
  return { workspaceId, mailboxId, sourceId };
}

export async function addMailbox(workspaceId: WorkspaceId, name: string, ...addresses: string[]): Promise<MailboxId> {
  const created = await createMailbox(workspaceId, { name, addresses });
  if (!created.ok) throw new Error(created.reason);
  return created.mailbox.id;
}

export type TestMailbox = Awaited<ReturnType<typeof aMailbox>>;

/** Files a mail as a delivery of its own. Two calls with equal content are the same mail by two routes. */
export async function file(box: TestMailbox, overrides: Partial<Email> = {}, mailboxId: MailboxId = box.mailboxId) {
  return fileMessage(mailboxId, await filable(box, overrides));
}

export async function filable({ workspaceId, sourceId }: TestMailbox, overrides: Partial<Email> = {}): Promise<FilableMail> {
  const email = anEmail(overrides);
  const deliveryId = newId();
  const acceptedAt = new Date("2026-03-01T12:00:00Z");
  await db.insert(deliveries).values({
    id: deliveryId,
    workspaceId,
    sourceId,
    dedupeKey: deliveryId,
    bodySha256: "",
    contentType: "application/json",
    size: 0,
    headers: {},
    acceptedAt,
  });
  return {
    workspaceId,
    deliveryId,
    email,
    contentHash: sha256(JSON.stringify([email.messageId, email.subject, email.text, email.from])),
    snippet: email.text ?? "",
    receivedAt: receivedAt(email.receivedAt, acceptedAt),
    raw: { key: "raw", type: "message/rfc822", size: 1 },
    files: [],
  };
}
