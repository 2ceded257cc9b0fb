import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import { newId, type WorkspaceId } from "@/db/columns";
import { messageReadings, type ReadingDifference } from "@/db/schema";
import { compareReadings } from "./compare";
import { type CurrentReading, getCurrentReadings } from "./current-reading";
import { type ReadAgain, readAgain } from "./read-again";

/** What reading a message again showed. */
export type Checked = {
  messageId: string;
  /** Of the other reading, which is kept beside the one that is shown; undefined when there is none. */
  readingId: string | undefined;
} & ({ outcome: "same" } | { outcome: "differs"; differences: ReadingDifference[] } | { outcome: "unreadable"; reason: string });

/** A checked message before it is kept. */
export interface Finding {
  current: CurrentReading;
  again: ReadAgain;
  differences: ReadingDifference[];
}

/** Reads one message again and keeps what differs beside it. Undefined when there is no such message in this workspace. */
export async function checkMessage(workspaceId: WorkspaceId, messageId: string): Promise<Checked | undefined> {
  const [current] = await getCurrentReadings(db, workspaceId, [messageId]);
  if (!current) return undefined;
  const found = await find(current);
  return db.transaction(async (tx) => {
    const [checked] = await keepFindings(tx, [found]);
    return checked;
  });
}

export async function find(current: CurrentReading): Promise<Finding> {
  const again = await readAgain(current);
  return { current, again, differences: again.ok ? compareReadings(current.reading, again.reading) : [] };
}

/** Keeps what was found: one waiting reading for each message, the newest. Safe to repeat. */
export async function keepFindings(tx: Tx, findings: Finding[]): Promise<Checked[]> {
  const ids = findings.map(({ current }) => current.message.id);
  const checked: Checked[] = [];
  // A reading that agrees again takes an older one that did not out of the way.
  await tx.delete(messageReadings).where(and(inArray(messageReadings.messageId, ids), eq(messageReadings.state, "pending")));
  for (const { current, again, differences } of findings) {
    const { id: messageId, workspaceId } = current.message;
    if (again.ok && differences.length === 0) {
      checked.push({ messageId, readingId: undefined, outcome: "same" });
      continue;
    }
    const readingId = newId();
    const content = again.ok
      ? { reading: again.reading, contentHash: again.contentHash, reason: null }
      : { reading: null, contentHash: null, reason: again.reason };
    const [kept] = await tx
      .insert(messageReadings)
      .values({ id: readingId, workspaceId, messageId, differences, ...content })
      // Somebody checks the same message at this moment, and sees the same.
      .onConflictDoUpdate({ target: messageReadings.messageId, targetWhere: sql`state = 'pending'`, set: { differences, ...content } })
      .returning({ id: messageReadings.id });
    const one = { messageId, readingId: kept?.id };
    checked.push(again.ok ? { ...one, outcome: "differs", differences } : { ...one, outcome: "unreadable", reason: again.reason });
  }
  return checked;
}
