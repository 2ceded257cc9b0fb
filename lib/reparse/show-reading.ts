import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { newId, type WorkspaceId } from "@/db/columns";
import { attachments, type Message, messageBodies, messageReadings, messages, type ReadFile, type Reading } from "@/db/schema";
import { extractAgain } from "@/lib/attachments/extract-again";
import { lockConversations } from "@/lib/conversations/corrections/take-messages";
import { refreshSummary } from "@/lib/conversations/refresh-summary";
import { learnAgain } from "@/lib/conversations/threading/learn-again";
import { orderAt } from "@/lib/conversations/threading/thread-ids";
import { announce } from "@/lib/live/announce";
import { compareReadings } from "./compare";
import { getCurrentReadings } from "./current-reading";

export type Shown = { ok: true; messageId: string } | { ok: false; reason: string; missing?: boolean };

const GONE = { ok: false, reason: "There is no such reading.", missing: true } as const;

/**
 * Shows another reading of a message and keeps the one that was shown in its place: using that brings it back. The message
 * stays in its conversation, where people and later mail know it.
 */
export function showReading(workspaceId: WorkspaceId, readingId: string): Promise<Shown> {
  return db.transaction(async (tx) => {
    const [asked] = await tx
      .select({ messageId: messageReadings.messageId, conversationId: messages.conversationId })
      .from(messageReadings)
      .innerJoin(messages, eq(messages.id, messageReadings.messageId))
      .where(and(eq(messageReadings.workspaceId, workspaceId), eq(messageReadings.id, readingId)));
    if (!asked) return GONE;
    await lockConversations(tx, [asked.conversationId]);
    const [other] = await tx.select().from(messageReadings).where(eq(messageReadings.id, readingId)).for("update");
    const [current] = await getCurrentReadings(tx, workspaceId, [asked.messageId]);
    if (!other || !current) return GONE;
    if (!other.reading || !other.contentHash) return { ok: false, reason: other.reason ?? "Nothing was read." };
    const { message, reading } = current;
    if (await isTaken(tx, message, other.contentHash))
      return { ok: false, reason: "Read so, it is the same mail as another message of this mailbox." };

    const differences = compareReadings(other.reading, reading);
    const state = other.state === "pending" ? "replaced" : "pending";
    if (state === "pending")
      await tx.delete(messageReadings).where(and(eq(messageReadings.messageId, message.id), eq(messageReadings.state, "pending")));
    await tx
      .update(messageReadings)
      .set({ state, reading, contentHash: message.contentHash, differences })
      .where(eq(messageReadings.id, readingId));
    const filesDiffer = differences.some(({ field }) => field === "attachments");
    await show(tx, message, other.reading, other.contentHash, filesDiffer);
    return { ok: true, messageId: message.id };
  });
}

/** Puts a waiting reading away: what is shown stays. False when there is none in this workspace. */
export async function dismissReading(workspaceId: WorkspaceId, readingId: string): Promise<boolean> {
  const dismissed = await db
    .delete(messageReadings)
    .where(and(eq(messageReadings.workspaceId, workspaceId), eq(messageReadings.id, readingId), eq(messageReadings.state, "pending")))
    .returning({ id: messageReadings.id });
  return dismissed.length > 0;
}

async function isTaken(tx: Tx, { id, mailboxId }: Message, contentHash: string): Promise<boolean> {
  const [other] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.mailboxId, mailboxId), eq(messages.contentHash, contentHash), ne(messages.id, id)));
  return other !== undefined;
}

async function show(tx: Tx, message: Message, is: Reading, contentHash: string, filesDiffer: boolean) {
  const { id, workspaceId, mailboxId, conversationId, receivedAt } = message;
  const { text, html, headers, attachments: files, claimedAt: claimed, ...head } = is;
  const claimedAt = claimed === null ? null : new Date(claimed);
  const attachmentCount = files.filter(({ inline }) => !inline).length;
  await tx
    .update(messages)
    .set({ ...head, claimedAt, orderAt: orderAt(claimedAt, receivedAt), attachmentCount, contentHash })
    .where(eq(messages.id, id));
  await tx.update(messageBodies).set({ text, html, headers }).where(eq(messageBodies.messageId, id));
  // Files that stay the same keep their ids: people may hold links to them.
  if (filesDiffer) await replaceFiles(tx, message, files);
  await refreshSummary(tx, conversationId);
  await learnAgain(tx, conversationId);
  await announce(tx, { workspaceId, mailboxId, conversationId, kind: "message.changed", dedupe: `message.changed:${newId()}` });
}

async function replaceFiles(tx: Tx, { id, workspaceId }: Message, files: ReadFile[]) {
  const before = await tx
    .delete(attachments)
    .where(eq(attachments.messageId, id))
    .returning({ blobId: attachments.blobId, charset: attachments.charset });
  if (files.length > 0)
    await tx.insert(attachments).values(files.map((file, position) => ({ ...file, workspaceId, messageId: id, position })));

  const asBefore = (file: ReadFile) => before.some(({ blobId, charset }) => blobId === file.blobId && charset === (file.charset ?? null));
  const otherwise = files.filter((file) => !asBefore(file)).map(({ blobId }) => blobId);
  await extractAgain(tx, otherwise);
}
