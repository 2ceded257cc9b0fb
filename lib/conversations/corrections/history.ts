import "server-only";
import { and, asc, desc, eq, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { activities, conversationRelations, conversations, users } from "@/db/schema";

/** Related conversations and activities shown of one conversation. */
const MAX_SHOWN = 100;

/** Conversations that this one has something in common with and is kept apart from, and why. The oldest first. */
export function listRelated(workspaceId: WorkspaceId, conversationId: string) {
  return db
    .select({ id: conversations.id, subject: conversations.subject, because: conversationRelations.because })
    .from(conversationRelations)
    .innerJoin(conversations, eq(conversations.id, conversationRelations.relatedId))
    .where(and(eq(conversationRelations.conversationId, conversationId), eq(conversations.workspaceId, workspaceId)))
    .orderBy(asc(conversations.id))
    .limit(MAX_SHOWN);
}

export type RelatedConversation = Awaited<ReturnType<typeof listRelated>>[number];

/** What was split, merged, moved and undone here, and what left from here, the newest first; `by` is null when threading did it by itself, or an operator. */
export function listActivities(workspaceId: WorkspaceId, conversationId: string) {
  return db
    .select({ id: activities.id, kind: activities.kind, at: activities.at, by: users.name, undoneAt: activities.undoneAt })
    .from(activities)
    .leftJoin(users, eq(users.id, activities.userId))
    .where(and(eq(activities.workspaceId, workspaceId), isToldIn(conversationId)))
    .orderBy(desc(activities.id))
    .limit(MAX_SHOWN);
}

/** A split or move is told where the messages went, and where they came from. */
export function isToldIn(conversationId: string) {
  return or(eq(activities.conversationId, conversationId), sql`(detail->>'from') = ${conversationId}`);
}

export type ActivityRow = Awaited<ReturnType<typeof listActivities>>[number];
