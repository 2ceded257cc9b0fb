import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { conversationRelations, members, messages, users } from "@/db/schema";
import { fileMessage } from "@/lib/conversations/file-message";
import { aMailbox, filable } from "@/tests/support/filing";
import { test } from "@/tests/support/server-test";
import { type TestThreads, TOM, threadingRules } from "@/tests/support/threading-rules";

threadingRules(test, postgresThreads);

/** As the product files mail. */
async function postgresThreads(): Promise<TestThreads> {
  await db.delete(users);
  const box = await aMailbox();
  const [tom] = await db.insert(users).values({ name: "Tom", email: TOM }).returning();
  if (!tom) throw new Error("no user");
  await db.insert(members).values({ workspaceId: box.workspaceId, userId: tom.id });

  return {
    async arrive(overrides, verdict) {
      const mail = await filable(box, overrides);
      const { id } = await fileMessage(box.mailboxId, { ...mail, ...(verdict && { verdict }) });
      const [message] = await db.select().from(messages).where(eq(messages.id, id));
      if (!message) throw new Error("no message");
      return message;
    },
    async partition() {
      const rows = await db
        .select({ conversationId: messages.conversationId, mid: messages.mid })
        .from(messages)
        .where(eq(messages.mailboxId, box.mailboxId))
        .orderBy(asc(messages.mid));
      const groups = new Map<string, string>();
      for (const { conversationId, mid } of rows) groups.set(conversationId, (groups.get(conversationId) ?? "") + mid);
      return [...groups.values()].sort();
    },
    async related(conversationId) {
      const rows = await db.select().from(conversationRelations).where(eq(conversationRelations.conversationId, conversationId));
      return rows.map(({ relatedId }) => relatedId).sort();
    },
  };
}
