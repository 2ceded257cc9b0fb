import "server-only";
import { and, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { newId } from "@/db/columns";
import {
  type Activity,
  type ActivityDetail,
  activities,
  conversationAliases,
  conversations,
  type Lane,
  messages,
  type Parting,
} from "@/db/schema";
import { refreshSummary } from "@/lib/conversations/refresh-summary";
import { learnAgain } from "@/lib/conversations/threading/learn-again";
import { type Corrected, type Corrector, GONE, keepApart, lockHere, record, tellOf, unrelate } from "./correct";
import { isToldIn } from "./history";
import { joinInto } from "./merge-conversations";
import { takeMessages } from "./take-messages";

const NOTHING = "There is nothing to undo in this conversation.";
const TOO_LATE = "The messages went elsewhere since: this cannot be undone.";

/**
 * Takes back the last split, merge, move or change of lane in a conversation, or the one named. A merge that threading made by itself can
 * be taken back as well, and is not made again. Messages that came since go where the message that they answer goes.
 */
export function undoCorrection(by: Corrector, conversationId: string, activityId?: string): Promise<Corrected> {
  return db.transaction(async (tx) => {
    const [here] = await lockHere(tx, by, [conversationId]);
    if (!here) return GONE;
    const activity = await findUndoable(tx, here.id, activityId);
    if (!activity) return { ok: false, reason: NOTHING };

    const { detail } = activity;
    const [undone, ...others] = await takeBack(tx, by, here.id, detail);
    if (!undone) return { ok: false, reason: TOO_LATE };
    await tx.update(activities).set({ undoneAt: sql`now()` }).where(eq(activities.id, activity.id));
    const what = detail.kind;
    const id = await record(tx, by, here, undone, { kind: "undone", activityId: activity.id, what });
    for (const one of new Set([here.id, undone, ...others])) await tellOf(tx, { ...here, id: one });
    return { ok: true, conversationId: undone, activityId: id };
  });
}

type UndoableDetail = Exclude<ActivityDetail, { kind: "undone" }>;

// A split is told in the conversation it made, and may be taken back in the one it left as well.
async function findUndoable(tx: Tx, conversationId: string, activityId: string | undefined) {
  const [activity]: (Activity | undefined)[] = await tx
    .select()
    .from(activities)
    .where(
      and(
        isToldIn(conversationId),
        activityId === undefined ? undefined : eq(activities.id, activityId),
        isNull(activities.undoneAt),
        ne(activities.kind, "undone"),
      ),
    )
    .orderBy(desc(activities.id))
    .limit(1);
  return activity && activity.detail.kind !== "undone" ? { ...activity, detail: activity.detail satisfies UndoableDetail } : undefined;
}

/** The conversations that are different now, first the one that has the messages again; none when it cannot be done any more. */
function takeBack(tx: Tx, by: Corrector, here: string, detail: UndoableDetail): Promise<string[]> {
  if (detail.kind === "merged") return unmerge(tx, by, here, detail);
  return detail.kind === "lane" ? backToLane(tx, here, detail.from) : unpart(tx, by, detail);
}

async function backToLane(tx: Tx, id: string, lane: Lane) {
  await tx.update(conversations).set({ lane }).where(eq(conversations.id, id));
  return [id];
}

/** Brings back what was merged away, under its old id. */
async function unmerge(tx: Tx, by: Corrector, target: string, { source, messageIds }: ActivityDetail & { kind: "merged" }) {
  const [into] = await lockHere(tx, by, [target]);
  const back = await withAnswers(tx, target, messageIds);
  if (!into || back.length === 0 || back.length === into.messageCount) return [];

  const { workspaceId, mailboxId, lane, subject, lastMessageAt } = into;
  const createdAt = new Date(source.createdAt);
  await tx.delete(conversationAliases).where(eq(conversationAliases.id, source.id));
  await tx
    .insert(conversations)
    .values({ id: source.id, workspaceId, mailboxId, lane, subject, lastMessageAt, status: source.status, createdAt });
  await takeMessages(tx, target, source.id, back);
  await keepApart(tx, target, source.id);
  return [source.id, target];
}

/** Puts messages back where they were split or moved from. */
async function unpart(tx: Tx, by: Corrector, { kind, from, to, before }: Parting & { kind: "split" | "moved" }) {
  const locked = await lockHere(tx, by, [from, to]);
  const [source, target] = await Promise.all([from, to].map((id) => followed(tx, id)));
  const [left, right] = [locked.find(({ id }) => id === source), locked.find(({ id }) => id === target)];
  if (!left || !right || left === right) return [];

  await unrelate(tx, left.id, right.id);
  for (const { id, why, placement, doubt } of before) await tx.update(messages).set({ why, placement, doubt }).where(eq(messages.id, id));
  if (kind === "split") {
    const [older = left.id, newer = right.id] = [left.id, right.id].toSorted();
    // That the split was taken back is told by itself. As a merge it would be the next thing to undo, and split them again.
    await joinInto(tx, older, newer, `undo:${newId()}`);
    await refreshSummary(tx, older);
    await learnAgain(tx, older);
    return [older];
  }
  const back = await withAnswers(
    tx,
    right.id,
    before.map(({ id }) => id),
  );
  if (back.length === 0 || back.length === right.messageCount) return [];
  await takeMessages(tx, right.id, left.id, back);
  return [left.id, right.id];
}

async function followed(tx: Tx, id: string): Promise<string> {
  const [alias] = await tx.select().from(conversationAliases).where(eq(conversationAliases.id, id));
  return alias?.conversationId ?? id;
}

/** Those of `messageIds` that are still here, and what came later and answers them. */
async function withAnswers(tx: Tx, conversationId: string, messageIds: string[]): Promise<string[]> {
  const here = await tx
    .select({ id: messages.id, mid: messages.mid, refs: messages.refs, arrival: messages.arrival })
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(messages.arrival);
  const owners = new Map(here.map(({ id, mid }) => [mid, id]));
  const chosen = new Set(here.filter(({ id }) => messageIds.includes(id)).map(({ id }) => id));
  const last = Math.max(0, ...here.filter(({ id }) => chosen.has(id)).map(({ arrival }) => arrival));
  for (const { id, refs, arrival } of here) {
    const answered = refs.findLast((ref) => owners.has(ref));
    const owner = answered === undefined ? undefined : owners.get(answered);
    if (arrival > last && owner !== undefined && chosen.has(owner)) chosen.add(id);
  }
  return [...chosen];
}
