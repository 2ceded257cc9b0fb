import { test } from "@playwright/test";
import { newId } from "@/db/columns";
import { MemoryThreads } from "@/lib/conversations/threading/memory-threads";
import { placeMail } from "@/lib/conversations/threading/place-mail";
import { toThreadMail } from "@/lib/conversations/threading/thread-mail";
import { anEmail } from "@/tests/support/mail";
import { HELP, KEY, type TestThreads, TOM, threadingRules } from "@/tests/support/threading-rules";

threadingRules(test, async () => memoryThreads());

/** As the command line keeps them. */
function memoryThreads(): TestThreads {
  const store = new MemoryThreads(newId);
  const members: { mid: string; conversationId: string }[] = [];
  return {
    async arrive(overrides, verdict) {
      const email = anEmail(overrides);
      const isOurs = (address: string) => address === HELP || address === TOM || /^help\+.*@acme\.test$/.test(address);
      const mail = toThreadMail(email, { key: KEY, isOurs, contentHash: JSON.stringify(email), verdict: verdict ?? null });
      const placed = await placeMail(store, mail);
      members.push({ mid: mail.ids.own, conversationId: placed.conversationId });
      return placed;
    },
    async partition() {
      const groups = new Map<string, string[]>();
      for (const { mid, conversationId } of members) {
        const id = store.follow(conversationId);
        groups.set(id, [...(groups.get(id) ?? []), mid]);
      }
      return [...groups.values()].map((mids) => mids.sort().join("")).sort();
    },
    async related(conversationId) {
      return [...(await store.get(conversationId)).relations.keys()].sort();
    },
  };
}
