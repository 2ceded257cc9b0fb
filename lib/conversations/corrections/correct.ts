import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { newId, type WorkspaceId } from "@/db/columns";
import { type ActivityDetail, activities, type Conversation, conversationAliases, conversations, messages } from "@/db/schema";
import { refreshSummary } from "@/lib/conversations/refresh-summary";
import { MAX_CONVERSATION_MESSAGES } from "@/lib/conversations/threading/side";
import { announce } from "@/lib/live/announce";
import { mergeInto } from "./merge-conversations";
import { lockConversations, takeMessages } from "./take-messages";

// What people do when threading was wrong. Each is one transaction, leaves an activity that undo reads, and is remembered:
// conversations that somebody parted are never joined again by a mail.

/** Who corrects, and where. `userId` is null for an operator at the command line. */
export interface Corrector {
  workspaceId: WorkspaceId;
  userId: string | null;
}

export type Corrected =
  | { ok: true; conversationId: string; activityId: string }
  /** `missing`: the conversation itself is not there. */
  | { ok: false; reason: string; missing?: boolean };

export const GONE = { ok: false, reason: "There is no such conversation.", missing: true } as const;
const NO_MESSAGE = "There is no such message in this conversation.";

/** Parts a conversation: `messageId` and all that stand after it in reading order become one of their own. */
export function splitConversation(by: Corrector, conversationId: string, messageId: string): Promise<Corrected> {
  return db.transaction(async (tx) => {
    const [from] = await lockHere(tx, by, [conversationId]);
    if (!from) return GONE;
    const inOrder = await tx
      .select({ id: messages.id, subject: messages.subject })
      .from(messages)
      .where(eq(messages.conversationId, from.id))
      .orderBy(asc(messages.orderAt), asc(messages.id));
    const at = inOrder.findIndex(({ id }) => id === messageId);
    if (at < 0) return { ok: false, reason: NO_MESSAGE };
    if (at === 0) return { ok: false, reason: "This is the first message: nothing would stay." };

    const { workspaceId, mailboxId, status, lane, lastMessageAt } = from;
    const to = newId();
    const subject = inOrder[at]?.subject ?? from.subject;
    await tx.insert(conversations).values({ id: to, workspaceId, mailboxId, status, lane, lastMessageAt, subject });
    const activityId = await part(
      tx,
      by,
      "split",
      from,
      to,
      inOrder.slice(at).map(({ id }) => id),
    );
    return { ok: true, conversationId: to, activityId };
  });
}

/** Makes two conversations of one mailbox one. The older id stays; the other keeps leading there. */
export function mergeByHand(by: Corrector, conversationId: string, otherId: string): Promise<Corrected> {
  return db.transaction(async (tx) => {
    const [older, newer] = await lockHere(tx, by, [conversationId, otherId]);
    if (!older || !newer) return conversationId === otherId ? { ok: false, reason: "This is the same conversation." } : GONE;
    if (older.mailboxId !== newer.mailboxId) return { ok: false, reason: "They are in different mailboxes." };
    if (older.messageCount + newer.messageCount > MAX_CONVERSATION_MESSAGES)
      return { ok: false, reason: `Together they have more than ${MAX_CONVERSATION_MESSAGES} messages.` };

    await unrelate(tx, older.id, newer.id);
    const activityId = await mergeInto(tx, older.id, newer.id, newId(), by.userId);
    await refreshSummary(tx, older.id);
    await tellOf(tx, older);
    return { ok: true, conversationId: older.id, activityId };
  });
}

/** Moves messages to another conversation of the same mailbox. */
export function moveMessages(by: Corrector, conversationId: string, messageIds: string[], to: string): Promise<Corrected> {
  return db.transaction(async (tx) => {
    const locked = await lockHere(tx, by, [conversationId, to]);
    const [from, target] = [conversationId, to].map((id) => locked.find((one) => one.id === id));
    if (!from || !target) return GONE;
    if (from === target) return { ok: false, reason: "The message is in this conversation already." };
    if (from.mailboxId !== target.mailboxId) return { ok: false, reason: "They are in different mailboxes." };
    const found = await tx
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.conversationId, from.id), inArray(messages.id, messageIds)));
    if (found.length === 0 || found.length < new Set(messageIds).size) return { ok: false, reason: NO_MESSAGE };
    if (found.length === from.messageCount) return { ok: false, reason: "These are all of its messages: merge the conversations instead." };
    if (found.length + target.messageCount > MAX_CONVERSATION_MESSAGES)
      return { ok: false, reason: `Together they have more than ${MAX_CONVERSATION_MESSAGES} messages.` };

    const activityId = await part(
      tx,
      by,
      "moved",
      from,
      target.id,
      found.map(({ id }) => id),
    );
    return { ok: true, conversationId: target.id, activityId };
  });
}

/** What split and move have in common. */
async function part(tx: Tx, by: Corrector, kind: "split" | "moved", from: Conversation, to: string, messageIds: string[]) {
  const before = await tx
    .select({ id: messages.id, why: messages.why, placement: messages.placement, doubt: messages.doubt })
    .from(messages)
    .where(inArray(messages.id, messageIds))
    .orderBy(asc(messages.orderAt), asc(messages.id));
  const marked = kind === "split" ? messageIds.slice(0, 1) : messageIds;
  await tx
    .update(messages)
    .set({
      why: { rule: "corrected", by: kind === "split" ? "split" : "move", userId: by.userId },
      placement: kind === "split" ? "new-related" : "joined",
    })
    .where(inArray(messages.id, marked));
  // A person has looked: nobody is a stranger where they were put. Who failed to prove who they are stays doubted.
  await tx
    .update(messages)
    .set({ doubt: null })
    .where(and(inArray(messages.id, messageIds), sql`doubt->>'because' = 'stranger'`));
  await takeMessages(tx, from.id, to, messageIds);
  await keepApart(tx, from.id, to);
  const activityId = await record(tx, by, from, to, { kind, from: from.id, to, before });
  await tellOf(tx, from);
  await tellOf(tx, { ...from, id: to });
  return activityId;
}

/** Conversations of the corrector's workspace, by age, locked. An id that was merged away is where it leads now. */
export async function lockHere(tx: Tx, by: Corrector, ids: string[]): Promise<Conversation[]> {
  const aliases = await tx.select().from(conversationAliases).where(inArray(conversationAliases.id, ids));
  const followed = ids.map((id) => aliases.find((alias) => alias.id === id)?.conversationId ?? id);
  const locked = await lockConversations(tx, [...new Set(followed)]);
  return locked.filter(({ workspaceId }) => workspaceId === by.workspaceId);
}

/** Remembered: no mail joins these two again, and an answer goes to the one that has the message it answers. */
export async function keepApart(tx: Tx, one: string, other: string) {
  await tx.execute(sql`
    insert into conversation_relations (conversation_id, related_id, because)
    values (${one}, ${other}, 'corrected'), (${other}, ${one}, 'corrected')
    on conflict (conversation_id, related_id) do update set because = 'corrected'`);
}

export async function unrelate(tx: Tx, one: string, other: string) {
  await tx.execute(sql`
    delete from conversation_relations
    where (conversation_id = ${one} and related_id = ${other}) or (conversation_id = ${other} and related_id = ${one})`);
}

export async function record(
  tx: Tx,
  by: Corrector,
  { mailboxId }: Pick<Conversation, "mailboxId">,
  conversationId: string,
  detail: ActivityDetail,
) {
  const { workspaceId, userId } = by;
  const id = newId();
  await tx.insert(activities).values({ id, workspaceId, mailboxId, conversationId, kind: detail.kind, userId, detail });
  return id;
}

export async function tellOf(tx: Tx, { id, workspaceId, mailboxId }: Pick<Conversation, "id" | "workspaceId" | "mailboxId">) {
  // Split, undone and split again are three changes: none may be taken for a repetition of another.
  const dedupe = `conversation.changed:${newId()}`;
  await announce(tx, { workspaceId, mailboxId, conversationId: id, kind: "conversation.changed", dedupe });
}
