import { explainDoubt, explainFiling } from "@/lib/conversations/explain-filing";
import { MemoryThreads } from "@/lib/conversations/threading/memory-threads";
import { type PlacedMail, placeMail } from "@/lib/conversations/threading/place-mail";
import { toThreadMail } from "@/lib/conversations/threading/thread-mail";
import { authHeaders, judgeSender } from "@/lib/mail/authentication-results";
import { findAutomated } from "@/lib/mail/automated";
import { contentHash } from "@/lib/mail/canonical";
import type { Email } from "@/lib/mail/email";
import { readCase, type ThreadCase } from "./thread-case";
import { readJson, type Verb } from "./verb";

type MailId = ThreadCase["mails"][number]["id"];

/** `thread`: the conversations that messages form when they arrive in this order at one mailbox. */
export const thread: Verb = {
  about: "JSON array of messages in order of arrival → conversations, each message with the reason",
  run: async (input) => threadCase(readCase(readJson(input))),
};

async function threadCase(given: ThreadCase) {
  const store = new MemoryThreads(countedId());
  const filed = new Map<string, { id: MailId; placed: PlacedMail }>();
  const arrivals = [];
  for (const { id, email } of given.mails) {
    const hash = contentHash(email, []);
    const before = filed.get(hash);
    const placed = before?.placed ?? (await place(store, email, hash, given));
    if (!before) filed.set(hash, { id, placed });
    arrivals.push({ id, placed, sameAs: before?.id ?? null });
  }
  return toAnswer(store, arrivals);
}

function place(store: MemoryThreads, email: Email, hash: string, { ours, authservIds, key }: ThreadCase): Promise<PlacedMail> {
  const known = new Set(ours);
  const domain = email.from?.address.split("@").at(-1) ?? null;
  const automated = findAutomated(email, { isAddress: (address) => known.has(address.toLowerCase()), isMessageId: () => false });
  const mail = toThreadMail(email, {
    key,
    isOurs: (address) => known.has(address),
    contentHash: hash,
    verdict: judgeSender(authHeaders(email.headers), domain, authservIds),
    automated: automated !== undefined,
  });
  return placeMail(store, mail);
}

function toAnswer(store: MemoryThreads, arrivals: { id: MailId; placed: PlacedMail; sameAs: MailId | null }[]) {
  const conversations = new Map<string, MailId[]>();
  const messages = arrivals.map(({ id, placed, sameAs }) => {
    const conversation = store.follow(placed.conversationId);
    conversations.set(conversation, [...(conversations.get(conversation) ?? []), id]);
    const { label, sentence, messageId } = explainFiling(placed.why);
    return {
      id,
      conversation,
      placement: placed.placement,
      reason: { rule: placed.why.rule, label, sentence, ...(messageId === undefined ? {} : { messageId }) },
      doubt: placed.doubt && { because: placed.doubt.because, sentence: explainDoubt(placed.doubt).sentence },
      related: [...new Set(placed.related.map((one) => store.follow(one.id)))].filter((other) => other !== conversation),
      messageIdReused: placed.midReused,
      sameAs,
    };
  });
  return { conversations: [...conversations].map(([id, members]) => ({ id, messages: members })), messages };
}

function countedId() {
  let started = 0;
  return () => `c${String(++started).padStart(9, "0")}`;
}
