import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { type MailboxId, newId, type WorkspaceId } from "@/db/columns";
import { attachments, conversations, type FilingReason, mailboxAddresses, messageBodies, messageIds, messages } from "@/db/schema";
import { announce } from "@/lib/live/announce";
import type { Email } from "@/lib/mail/email";
import { mergeConversations } from "./merge-conversations";
import { refreshSummary } from "./refresh-summary";
import { explain, orderAt, type SharedId, type ThreadIds, threadIds } from "./threading";

/** How often the conversations found may be merged away under us before we call it broken. */
const MAX_LOOKUPS = 5;

/** A mail ready to be filed: decoded, its raw bytes and attachments kept. */
export interface FilableMail {
  workspaceId: WorkspaceId;
  deliveryId: string;
  email: Email;
  /** Hex sha-256 of canonical headers and content. */
  contentHash: string;
  snippet: string;
  receivedAt: Date;
  raw: { key: string; type: string; size: number };
  /** In the order of `email.attachments`. */
  files: { blobId: string; size: number }[];
}

export interface FiledMessage {
  id: string;
  conversationId: string;
  /** False when this mail had been filed before, by this delivery or another. */
  fresh: boolean;
}

/**
 * Files a mail into a conversation of one mailbox. Safe to repeat, and at once: whoever files a mail first holds locks on
 * every Message-ID it has or points to, so that two related mails cannot both start a conversation (I2, I5).
 * `alongside` runs in the same transaction, knowing what was filed.
 */
export async function fileMessage(
  mailboxId: MailboxId,
  mail: FilableMail,
  alongside?: (tx: Tx, filed: FiledMessage) => Promise<void>,
): Promise<FiledMessage> {
  const addresses = await findAddressesAmong(mail.workspaceId, mail.email.inReplyTo);
  const ids = threadIds(mail.email, mail.contentHash, addresses);

  return db.transaction(async (tx) => {
    await lockIds(tx, mailboxId, ids.all);
    const filed = (await findFiled(tx, mailboxId, mail.contentHash)) ?? (await fileNew(tx, mailboxId, mail, ids));
    await alongside?.(tx, filed);
    return filed;
  });
}

async function fileNew(tx: Tx, mailboxId: MailboxId, mail: FilableMail, ids: ThreadIds): Promise<FiledMessage> {
  const match = await lockMatches(tx, mailboxId, ids.all);
  // The sender gate belongs here: a match says where a mail points, not that its sender may join.
  const conversationId =
    match.conversationIds.length > 0
      ? await mergeConversations(tx, match.conversationIds, mail.deliveryId)
      : await startConversation(tx, mailboxId, mail);
  const why = explain(ids, match.shared) ?? { rule: "first" };
  const id = await insertMessage(tx, mailboxId, conversationId, mail, ids, why, match.shared);
  await refreshSummary(tx, conversationId);
  await announce(tx, { ...scope(mailboxId, mail), conversationId, kind: "message.filed", dedupe: `message.filed:${id}` });
  return { id, conversationId, fresh: true };
}

// Two mails filed at once would each find nothing of the other. Sorted, so that they cannot wait for each other in a ring.
async function lockIds(tx: Tx, mailboxId: MailboxId, ids: string[]) {
  const keys = sql.join(
    ids.map((id) => sql`${`${mailboxId}:${id}`}`),
    sql`, `,
  );
  await tx.execute(sql`
    select pg_advisory_xact_lock(key)
    from (select distinct hashtextextended(id, 0) as key from unnest(array[${keys}]) as id order by key) as sorted`);
}

async function findFiled(tx: Tx, mailboxId: MailboxId, contentHash: string): Promise<FiledMessage | undefined> {
  const [row] = await tx
    .select({ id: messages.id, conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.mailboxId, mailboxId), eq(messages.contentHash, contentHash)));
  return row && { ...row, fresh: false };
}

/** The conversations these ids lead to, locked. Looks again when one was merged away while we waited for its lock. */
async function lockMatches(tx: Tx, mailboxId: MailboxId, ids: string[]) {
  for (let lookup = 0; lookup < MAX_LOOKUPS; lookup++) {
    const rows = await tx
      .select({ mid: messageIds.mid, own: messageIds.owned, conversationId: messageIds.conversationId })
      .from(messageIds)
      .where(and(eq(messageIds.mailboxId, mailboxId), inArray(messageIds.mid, ids)));
    const conversationIds = [...new Set(rows.map((row) => row.conversationId))].sort();
    if (conversationIds.length === 0) return { conversationIds, shared: [] };

    const locked = await tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(inArray(conversations.id, conversationIds))
      .orderBy(conversations.id)
      .for("update");
    if (locked.length === conversationIds.length) return { conversationIds, shared: rows satisfies SharedId[] };
  }
  throw new Error(`Conversations of mailbox ${mailboxId} were merged ${MAX_LOOKUPS} times while this mail looked for its place`);
}

async function startConversation(tx: Tx, mailboxId: MailboxId, mail: FilableMail): Promise<string> {
  const id = newId();
  await tx.insert(conversations).values({
    id,
    workspaceId: mail.workspaceId,
    mailboxId,
    subject: mail.email.subject,
    lastMessageAt: mail.receivedAt,
  });
  return id;
}

async function insertMessage(
  tx: Tx,
  mailboxId: MailboxId,
  conversationId: string,
  mail: FilableMail,
  ids: ThreadIds,
  why: FilingReason,
  shared: SharedId[],
): Promise<string> {
  const { email } = mail;
  const id = newId();
  await tx.insert(messages).values({
    id,
    workspaceId: mail.workspaceId,
    mailboxId,
    conversationId,
    deliveryId: mail.deliveryId,
    contentHash: mail.contentHash,
    mid: ids.own,
    midReused: shared.some((other) => other.own && other.mid === ids.own),
    arrival: sql`(select message_count + 1 from conversations where id = ${conversationId})`,
    why,
    refs: ids.all.slice(1),
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
    rawKey: mail.raw.key,
    rawType: mail.raw.type,
    rawSize: mail.raw.size,
  });
  await tx.insert(messageBodies).values({ messageId: id, text: email.text, html: email.html, headers: email.headers });
  await tx
    .insert(messageIds)
    .values(ids.all.map((mid) => ({ mailboxId, mid, conversationId, owned: mid === ids.own })))
    .onConflictDoUpdate({
      target: [messageIds.mailboxId, messageIds.mid, messageIds.conversationId],
      set: { owned: sql`${messageIds.owned} or excluded.owned` },
    });
  await insertAttachments(tx, id, mail);
  return id;
}

async function insertAttachments(tx: Tx, messageId: string, mail: FilableMail) {
  const rows = mail.email.attachments.flatMap((attachment, position) => {
    const file = mail.files[position];
    if (!file) throw new Error(`Attachment ${position} of delivery ${mail.deliveryId} was not stored`);
    const { filename, contentType, contentId, inline } = attachment;
    return { workspaceId: mail.workspaceId, messageId, position, filename, contentType, contentId, inline, ...file };
  });
  if (rows.length > 0) await tx.insert(attachments).values(rows);
}

async function findAddressesAmong(workspaceId: WorkspaceId, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const lower = ids.map((id) => id.toLowerCase());
  const rows = await db
    .select({ address: mailboxAddresses.address })
    .from(mailboxAddresses)
    .where(and(eq(mailboxAddresses.workspaceId, workspaceId), inArray(mailboxAddresses.address, lower)));
  return new Set(rows.map((row) => row.address));
}

function scope(mailboxId: MailboxId, mail: FilableMail) {
  return { workspaceId: mail.workspaceId, mailboxId, deliveryId: mail.deliveryId };
}
