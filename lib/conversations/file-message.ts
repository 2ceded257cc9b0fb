import "server-only";
import { sql } from "drizzle-orm";
import { type Db, db, type Tx } from "@/db/client";
import { type MailboxId, newId, type WorkspaceId } from "@/db/columns";
import { sendInOrder } from "@/db/send-in-order";
import { secretKey } from "@/env";
import { announce } from "@/lib/live/announce";
import type { AuthVerdict } from "@/lib/mail/authentication-results";
import { findAutomated, listAddresses } from "@/lib/mail/automated";
import type { Email } from "@/lib/mail/email";
import { readReport } from "@/lib/mail/reports";
import { insertMessage, type MailToInsert } from "./insert-message";
import { findOurs } from "./ours";
import { refreshSummary } from "./refresh-summary";
import { placeMail } from "./threading/place-mail";
import { lockIds, PostgresThreads } from "./threading/postgres-threads";
import { isOwnMessageId } from "./threading/reply-token";
import type { ThreadMail } from "./threading/side";
import { threadIds } from "./threading/thread-ids";
import { addressesOf, toThreadMail } from "./threading/thread-mail";

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
  /** What the receiving server found out about the sender; left out: nothing. */
  verdict?: AuthVerdict;
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
  return db.transaction(async (tx) => {
    const locked = lockIds(tx, mailboxId, possibleIds(mail));
    const [known, before] = await Promise.all([getToKnow(tx, mail), findFiled(tx, mailboxId, mail.contentHash)]);
    const lane = known.automated ? "automated" : "inbox";
    const first = { ...mail, subject: mail.email.subject, lastMessageAt: mail.receivedAt, lane, because: mail.deliveryId } as const;
    const store = new PostgresThreads(tx, mailboxId, first, locked);
    const filed = before ?? (await fileNew(tx, mailboxId, store, mail, known));
    await store.written();
    await alongside?.(tx, filed);
    return filed;
  });
}

/** Message-IDs that may tie the mail to others. Which of them are addresses is found out while they are being locked. */
function possibleIds({ email, contentHash }: FilableMail): string[] {
  const about = readReport(email)?.originalMessageId;
  return threadIds(about ? { ...email, references: [...email.references, about] } : email, contentHash, new Set()).all;
}

type KnownMail = Pick<MailToInsert, "automated" | "report"> & { thread: ThreadMail };

/** What decides a mail's place, besides the mails that are there. */
export async function getToKnow(tx: Db | Tx, { workspaceId, email, contentHash, verdict }: FilableMail): Promise<KnownMail> {
  const key = secretKey();
  const ids = [...(email.messageId ? [email.messageId] : []), ...email.inReplyTo, ...email.references];
  const ours = await findOurs(tx, workspaceId, [...addressesOf(email), ...listAddresses(email), ...ids.map((id) => id.toLowerCase())]);

  const automated = findAutomated(email, {
    isAddress: (address) => ours.get(address.toLowerCase()) === "mailbox",
    isMessageId: (id) => isOwnMessageId(key, id),
  });
  const report = automated?.kind === "bounce" || automated?.kind === "complaint" ? readReport(email) : undefined;
  const thread = toThreadMail(email, {
    key,
    isOurs: (address) => ours.has(address),
    contentHash,
    verdict: verdict ?? null,
    automated: automated !== undefined,
    about: report?.originalMessageId ?? null,
  });
  return { automated, report, thread };
}

async function fileNew(tx: Tx, mailboxId: MailboxId, store: PostgresThreads, mail: FilableMail, known: KnownMail): Promise<FiledMessage> {
  const { automated, report, thread } = known;
  const placed = await placeMail(store, thread);
  const { conversationId, placement } = placed;
  const id = newId();
  const human = automated === undefined;
  const { workspaceId, deliveryId } = mail;
  const kind = "message.filed";
  await sendInOrder([
    () => insertMessage(tx, mailboxId, { id, mail, ids: thread.ids, placed, automated, report }),
    () => refreshSummary(tx, conversationId, { id, human, reopens: human && placement === "joined" }),
    () => announce(tx, { workspaceId, mailboxId, deliveryId, conversationId, kind, dedupe: `${kind}:${id}` }),
  ]);
  return { id, conversationId, fresh: true };
}

async function findFiled(tx: Tx, mailboxId: MailboxId, contentHash: string): Promise<FiledMessage | undefined> {
  const [row] = await tx.execute<{ id: string; conversationId: string }>(sql`
    select id, conversation_id as "conversationId" from messages where mailbox_id = ${mailboxId} and content_hash = ${contentHash}`);
  return row && { ...row, fresh: false };
}
