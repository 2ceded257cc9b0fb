import "server-only";
import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { newId } from "@/db/columns";
import { attachments, type Blob, blobs, messages } from "@/db/schema";
import { announce } from "@/lib/live/announce";

/** The blob, unless it is gone. */
export async function findBlobById(blobId: string): Promise<Blob | undefined> {
  const [blob] = await db.select().from(blobs).where(eq(blobs.id, blobId));
  return blob;
}

/** Keeps the collector away from a blob that work is done with. False when it is gone, or about to go. */
export async function needBlob(blobId: string): Promise<boolean> {
  const needed = await db
    .update(blobs)
    .set({ neededAt: sql`now()` })
    .where(and(eq(blobs.id, blobId), isNull(blobs.droppedAt)))
    .returning({ id: blobs.id });
  return needed.length > 0;
}

/** What a text is written in, as whoever sent it first and said so says. */
export async function findCharset(blobId: string): Promise<string | null> {
  const [declared] = await db
    .select({ charset: attachments.charset })
    .from(attachments)
    .where(and(eq(attachments.blobId, blobId), isNotNull(attachments.charset)))
    .orderBy(asc(attachments.createdAt))
    .limit(1);
  return declared?.charset ?? null;
}

/** Whether we open a file ourselves, to show or read it. A scanner that could not look into it has not said that it is clean. */
export function isOpenable({ sniff, scan }: Pick<Blob, "sniff" | "scan">): boolean {
  return sniff === "done" && (scan === "none" || scan === "clean");
}

/** What can be found out about a file once it is kept. */
export type Findings = Partial<Omit<Blob, "id" | "workspaceId" | "sha256" | "size" | "key" | "createdAt" | "neededAt" | "droppedAt">>;

/** Writes down what was found out about a file, and tells everyone who has a conversation with it open. */
export async function keepFindings(blobId: string, findings: Findings): Promise<void> {
  await db.transaction((tx) => noteFindings(tx, blobId, findings));
}

/** The same in a transaction of the caller. */
export async function noteFindings(tx: Tx, blobId: string, findings: Findings): Promise<void> {
  await tx.update(blobs).set(findings).where(eq(blobs.id, blobId));
  for (const conversation of await listConversationsWith(tx, blobId))
    await announce(tx, { ...conversation, kind: "attachment.changed", dedupe: `attachment.changed:${newId()}` });
}

/** At most this many are told: whoever looks at the others sees the state when they open them. */
const MAX_TOLD = 100;

function listConversationsWith(tx: Tx, blobId: string) {
  return tx
    .selectDistinct({ workspaceId: messages.workspaceId, mailboxId: messages.mailboxId, conversationId: messages.conversationId })
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageId))
    .where(eq(attachments.blobId, blobId))
    .limit(MAX_TOLD);
}
