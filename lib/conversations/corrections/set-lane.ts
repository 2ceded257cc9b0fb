import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { conversations, type Lane } from "@/db/schema";
import { type Corrected, type Corrector, GONE, lockHere, record, tellOf } from "./correct";

/**
 * Puts a conversation into the inbox or beside it, whoever wrote in it. Later mail of machines leaves it there; a person
 * who writes brings it into the inbox. Doing it again changes nothing and is told apart, not done twice.
 */
export function setLane(by: Corrector, conversationId: string, lane: Lane): Promise<Corrected> {
  return db.transaction(async (tx) => {
    const [here] = await lockHere(tx, by, [conversationId]);
    if (!here) return GONE;
    if (here.lane === lane)
      return { ok: false, reason: lane === "inbox" ? "It is in the inbox already." : "It is out of the inbox already." };

    await tx.update(conversations).set({ lane }).where(eq(conversations.id, here.id));
    const activityId = await record(tx, by, here, here.id, { kind: "lane", from: here.lane, to: lane });
    await tellOf(tx, here);
    return { ok: true, conversationId: here.id, activityId };
  });
}
