import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { MailboxId } from "@/db/columns";
import { insertRows } from "@/db/insert-rows";
import { attachments, deliveryEvents, messages, type SenderVerdict } from "@/db/schema";
import { sendInOrder } from "@/db/send-in-order";
import { NO_VERDICT } from "@/lib/mail/authentication-results";
import type { Automated } from "@/lib/mail/automated";
import type { DeliveryReport } from "@/lib/mail/reports";
import type { FilableMail } from "./file-message";
import type { PlacedMail } from "./threading/place-mail";
import { orderAt, type ThreadIds } from "./threading/thread-ids";

/** A mail that has its place. */
export interface MailToInsert {
  /** The message's own. */
  id: string;
  mail: FilableMail;
  ids: ThreadIds;
  placed: PlacedMail;
  automated: Automated | undefined;
  report: DeliveryReport | undefined;
}

/** Writes a message with its body, attachments and what it reports. Expects its conversation locked. */
export async function insertMessage(tx: Tx, mailboxId: MailboxId, { id, mail, ids, placed, automated, report }: MailToInsert) {
  const { email } = mail;
  const { conversationId, placement, why, doubt, midReused } = placed;
  const row = {
    id,
    workspaceId: mail.workspaceId,
    mailboxId,
    conversationId,
    deliveryId: mail.deliveryId,
    contentHash: mail.contentHash,
    mid: ids.own,
    midReused,
    why,
    placement,
    doubt,
    verdict: verdictOf(mail),
    automated: automated ?? null,
    refs: refsOf(ids),
    from: email.from,
    sender: email.sender,
    replyTo: email.replyTo,
    to: email.to,
    cc: email.cc,
    bcc: email.bcc,
    envelope: email.envelope,
    subject: email.subject,
    snippet: mail.snippet,
    claimedAt: email.date,
    receivedAt: mail.receivedAt,
    orderAt: orderAt(email.date, mail.receivedAt),
    attachmentCount: email.attachments.filter((attachment) => !attachment.inline).length,
    notes: email.notes,
    rawKey: mail.raw.key,
    rawType: mail.raw.type,
    rawSize: mail.raw.size,
  };
  const arrival = sql`(select message_count from conversations where conversations.id = ${conversationId}) + 1`;
  const message = () => insertRows(tx, messages, [row], { arrival });
  const body = () =>
    tx.execute(sql`
      insert into message_bodies (message_id, text, html, headers)
      values (${id}, ${email.text}, ${email.html}, ${JSON.stringify(email.headers)})`);
  await sendInOrder([
    message,
    body,
    () => insertAttachments(tx, id, mail),
    ...(report ? [() => insertReport(tx, mailboxId, id, mail, report)] : []),
  ]);
}

function verdictOf({ verdict = NO_VERDICT, email: { spam } }: FilableMail): SenderVerdict | null {
  if (spam) return { ...verdict, spam };
  return verdict.authservId ? verdict : null;
}

/** Ids it points to, the nearest last. */
export function refsOf({ own, inReplyTo, references }: ThreadIds): string[] {
  return [...new Set([...references.filter((id) => !inReplyTo.includes(id)), ...inReplyTo])].filter((id) => id !== own);
}

async function insertAttachments(tx: Tx, messageId: string, mail: FilableMail) {
  const rows = mail.email.attachments.flatMap((attachment, position) => {
    const file = mail.files[position];
    if (!file) throw new Error(`Attachment ${position} of delivery ${mail.deliveryId} was not stored`);
    const { filename, contentType, charset, contentId, inline } = attachment;
    return { workspaceId: mail.workspaceId, messageId, position, filename, contentType, charset, contentId, inline, ...file };
  });
  if (rows.length > 0) await tx.insert(attachments).values(rows);
}

async function insertReport(tx: Tx, mailboxId: MailboxId, messageId: string, { workspaceId }: FilableMail, report: DeliveryReport) {
  const { reporter, originalMessageId: originalMid } = report;
  const rows = report.events.map((event, position) => ({ workspaceId, mailboxId, messageId, position, reporter, originalMid, ...event }));
  if (rows.length > 0) await tx.insert(deliveryEvents).values(rows);
}
