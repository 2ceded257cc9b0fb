import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { messageReadings, messages } from "@/db/schema";

/** Differing messages on a page. */
export const DIFFERENCES_PER_PAGE = 50;
/** Readings kept beside one message that are shown. */
const MAX_READINGS = 20;

const row = {
  id: messageReadings.id,
  messageId: messageReadings.messageId,
  state: messageReadings.state,
  reason: messageReadings.reason,
  differences: messageReadings.differences,
  createdAt: messageReadings.createdAt,
};

/** Messages that today's reader reads otherwise or not at all, newest first. `after` is the last reading of the page before. */
export function listDifferences(workspaceId: WorkspaceId, after?: string) {
  return db
    .select({ ...row, mailboxId: messages.mailboxId, conversationId: messages.conversationId, subject: messages.subject })
    .from(messageReadings)
    .innerJoin(messages, eq(messages.id, messageReadings.messageId))
    .where(
      and(
        eq(messageReadings.workspaceId, workspaceId),
        eq(messageReadings.state, "pending"),
        after ? lt(messageReadings.id, after) : undefined,
      ),
    )
    .orderBy(desc(messageReadings.id))
    .limit(DIFFERENCES_PER_PAGE);
}

export type DifferenceRow = Awaited<ReturnType<typeof listDifferences>>[number];

/** Other readings kept beside a message, newest first. */
export function listReadings(workspaceId: WorkspaceId, messageId: string) {
  return db
    .select(row)
    .from(messageReadings)
    .where(and(eq(messageReadings.workspaceId, workspaceId), eq(messageReadings.messageId, messageId)))
    .orderBy(desc(messageReadings.id))
    .limit(MAX_READINGS);
}

export type ReadingRow = Awaited<ReturnType<typeof listReadings>>[number];
