import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { messageBodies, messages } from "@/db/schema";
import { checkBatch } from "@/lib/reparse/check-batch";

/** Leaves a message as an older reader would have: another subject, another text. */
export async function asOlderReader(messageId: string, { subject = "=?utf-8?Q?Wie_fr=C3=BCher?=", text = "Wie frÃ¼her" } = {}) {
  await db.update(messages).set({ subject }).where(eq(messages.id, messageId));
  await db.update(messageBodies).set({ text }).where(eq(messageBodies.messageId, messageId));
}

/** Runs a pass to its end, batch by batch, without its pauses. Returns how many batches it took. */
export async function runPass(reparseId: string, from = 0): Promise<number> {
  let batch = from;
  while ((await checkBatch(reparseId, batch)).more) batch++;
  return batch - from + 1;
}
