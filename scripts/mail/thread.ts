import { z } from "zod";
import { explainDoubt, explainFiling } from "@/lib/conversations/explain-filing";
import { MemoryThreads } from "@/lib/conversations/threading/memory-threads";
import { type PlacedMail, placeMail } from "@/lib/conversations/threading/place-mail";
import { toThreadMail } from "@/lib/conversations/threading/thread-mail";
import { readAddresses } from "@/lib/mail/addresses";
import { authHeaders, judgeSender } from "@/lib/mail/authentication-results";
import { findAutomated } from "@/lib/mail/automated";
import { contentHash } from "@/lib/mail/canonical";
import { storable } from "@/lib/mail/clean";
import { parseDate } from "@/lib/mail/dates";
import { type Email, type EmailAddress, MAX_ADDRESSES } from "@/lib/mail/email";
import { readInReplyTo, readMessageId, readReferences } from "@/lib/mail/message-ids";
import { cleanSubject } from "@/lib/mail/subject";
import { readJson, type Verb } from "./verb";

const person = z.union([z.string(), z.object({ name: z.string().default(""), address: z.string() })]);
const people = z.union([z.array(person), person]).nullish();
const ids = z.union([z.array(z.string()), z.string()]).nullish();

const messageSchema = z.object({
  /** The caller's name for it; comes back in the answer. */
  id: z.union([z.string(), z.number()]),
  messageId: z.string().nullish(),
  inReplyTo: ids,
  references: ids,
  subject: z.string().nullish(),
  from: person.nullish(),
  to: people,
  cc: people,
  date: z.union([z.string(), z.number()]).nullish(),
  text: z.string().nullish(),
  /** Further fields of the header, for Authentication-Results and the signs of automatic mail. */
  headers: z.array(z.tuple([z.string(), z.string()])).default([]),
});

const caseSchema = z.union([
  z.array(messageSchema).transform((messages) => ({ messages, ours: [] as string[], authservIds: [] as string[], key: "" })),
  z.object({
    messages: z.array(messageSchema),
    /** Addresses of our mailboxes and people. */
    ours: z.array(z.string().toLowerCase()).default([]),
    authservIds: z.array(z.string()).default([]),
    /** The key that reply addresses and our Message-IDs are signed with. */
    key: z.string().default(""),
  }),
]);

type Case = z.infer<typeof caseSchema>;
type Message = z.infer<typeof messageSchema>;

/** `thread`: the conversations that messages form when they arrive in this order at one mailbox. */
export const thread: Verb = {
  about: "JSON array of messages in order of arrival → conversations, each message with the reason",
  run: async (input) => threadCase(caseSchema.parse(readJson(input))),
};

async function threadCase(given: Case) {
  const store = new MemoryThreads(countedId());
  const filed = new Map<string, { id: Message["id"]; placed: PlacedMail }>();
  const arrivals = [];
  for (const message of given.messages) {
    const email = toEmail(message);
    const hash = contentHash(email, []);
    const before = filed.get(hash);
    const placed = before?.placed ?? (await place(store, email, hash, given));
    if (!before) filed.set(hash, { id: message.id, placed });
    arrivals.push({ id: message.id, placed, sameAs: before?.id ?? null });
  }
  return toAnswer(store, arrivals);
}

function place(store: MemoryThreads, email: Email, hash: string, { ours, authservIds, key }: Case): Promise<PlacedMail> {
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

function toAnswer(store: MemoryThreads, arrivals: { id: Message["id"]; placed: PlacedMail; sameAs: Message["id"] | null }[]) {
  const conversations = new Map<string, Message["id"][]>();
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

function toEmail(message: Message): Email {
  const [from = null] = toPeople(message.from);
  const [to, cc] = [toPeople(message.to), toPeople(message.cc)];
  const addresses = new Set([from, ...to, ...cc].flatMap((one) => (one ? [one.address.toLowerCase()] : [])));
  return {
    messageId: readMessageId(message.messageId ?? ""),
    references: readReferences(toHeader(message.references)).ids,
    inReplyTo: readInReplyTo(toHeader(message.inReplyTo), addresses),
    subject: cleanSubject(storable(message.subject ?? "")),
    from,
    sender: null,
    replyTo: [],
    to,
    cc,
    bcc: [],
    envelope: { from: null, to: [] },
    date: toDate(message.date),
    receivedAt: null,
    // Without a body and an id, what the caller calls it is all that tells it from another.
    text: message.text ?? (message.messageId ? null : String(message.id)),
    html: null,
    headers: message.headers,
    attachments: [],
    raw: null,
    notes: [],
  };
}

function countedId() {
  let started = 0;
  return () => `c${String(++started).padStart(9, "0")}`;
}

// A list holds ids, bare or in brackets; a text is the header as it stood.
function toHeader(given: Message["references"]): string {
  if (!Array.isArray(given)) return given ?? "";
  return given.map((id) => (id.includes("<") ? id : `<${id}>`)).join(" ");
}

function toPeople(given: Message["to"]): EmailAddress[] {
  const list = Array.isArray(given) ? given : given ? [given] : [];
  return list.flatMap((one) =>
    typeof one === "string" ? readAddresses(Buffer.from(one).toString("latin1"), MAX_ADDRESSES).addresses : [one],
  );
}

function toDate(given: Message["date"]): Date | null {
  if (given === null || given === undefined) return null;
  const date = typeof given === "number" ? new Date(given) : (parseDate(given) ?? new Date(given));
  return Number.isNaN(date.getTime()) ? null : date;
}
