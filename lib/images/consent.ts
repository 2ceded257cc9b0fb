import "server-only";
import { and, asc, eq, or } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { type ImageConsentKind, imageConsents, messages, users } from "@/db/schema";
import { type ImageSender, imageSender } from "./sender";

/** Whether images of this sender are loaded without a question, and by which of the two consents. */
export async function findImageConsent(workspaceId: WorkspaceId, sender: ImageSender): Promise<ImageConsentKind | undefined> {
  if (!sender.address) return undefined;
  const [found] = await db
    .select({ kind: imageConsents.kind })
    .from(imageConsents)
    .where(
      and(
        eq(imageConsents.workspaceId, workspaceId),
        or(is("sender", sender.address), sender.domain ? is("domain", sender.domain) : undefined),
      ),
    )
    .orderBy(asc(imageConsents.kind));
  return found?.kind;
}

/** All consents of a workspace, with who gave them, by name. */
export function listImageConsents(workspaceId: WorkspaceId) {
  return db
    .select({
      id: imageConsents.id,
      kind: imageConsents.kind,
      value: imageConsents.value,
      by: users.name,
      createdAt: imageConsents.createdAt,
    })
    .from(imageConsents)
    .leftJoin(users, eq(users.id, imageConsents.userId))
    .where(eq(imageConsents.workspaceId, workspaceId))
    .orderBy(asc(imageConsents.value), asc(imageConsents.kind));
}

export type ImageConsentRow = Awaited<ReturnType<typeof listImageConsents>>[number];

/**
 * Remembers for a workspace that images of this message's sender, or of their whole domain, may be loaded. Safe to repeat.
 * Returns false when there is no such message, or nobody it could be said of.
 */
export async function allowImages(
  { workspaceId, userId }: { workspaceId: WorkspaceId; userId: string },
  messageId: string,
  kind: ImageConsentKind,
): Promise<boolean> {
  const [message] = await db
    .select({ from: messages.from, verdict: messages.verdict, doubt: messages.doubt })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, messageId)));
  const sender = message && imageSender(message);
  const value = kind === "sender" ? sender?.address : sender?.domain;
  if (!value) return false;
  await db.insert(imageConsents).values({ workspaceId, userId, kind, value }).onConflictDoNothing();
  return true;
}

/** Safe to repeat: what is gone stays gone. */
export async function forgetImageConsent(workspaceId: WorkspaceId, id: string) {
  await db.delete(imageConsents).where(and(eq(imageConsents.workspaceId, workspaceId), eq(imageConsents.id, id)));
}

function is(kind: ImageConsentKind, value: string) {
  return and(eq(imageConsents.kind, kind), eq(imageConsents.value, value));
}
