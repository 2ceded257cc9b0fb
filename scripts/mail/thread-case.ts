import { z } from "zod";
import { readAddresses } from "@/lib/mail/addresses";
import { storable } from "@/lib/mail/clean";
import { parseTimestamp } from "@/lib/mail/dates";
import { type Email, type EmailAddress, MAX_ADDRESSES } from "@/lib/mail/email";
import { readInReplyTo, readMessageId, readReferences } from "@/lib/mail/message-ids";
import { toByteString } from "@/lib/mail/mime/encoded-words";
import { cleanSubject } from "@/lib/mail/subject";
import { BadInput, listOf } from "./verb";

// Collections of other people name things in their own way. What they leave out, or write in another shape, is understood as far as
// it can only mean one thing.

const id = z.union([z.string(), z.number()]);
const ids = z.union([id, z.array(id.nullable())]).nullish();
const person = z.union([z.string(), z.object({ name: z.string().nullish(), address: z.string().nullish(), email: z.string().nullish() })]);
const people = z.union([person, z.array(person.nullable())]).nullish();

const messageFields = z.object({
  /** The caller's name for it; comes back in the answer. Left out: its place in the list, from 0. */
  id: id.nullish(),
  messageId: id.nullish(),
  inReplyTo: ids,
  references: ids,
  subject: z.string().nullish(),
  from: people,
  to: people,
  cc: people,
  date: z.union([z.string(), z.number()]).nullish(),
  text: z.string().nullish(),
  /** Further fields of the header, for Authentication-Results and the signs of automatic mail. */
  headers: z.array(z.tuple([z.string(), z.string()])).nullish(),
});

/** `message_id`, `Message-ID` and `messageId` are one name. */
const messageSchema = z.preprocess((given) => {
  if (typeof given !== "object" || given === null) return given;
  const known = Object.keys(messageFields.shape);
  const nameOf = (key: string) => known.find((name) => name.toLowerCase() === key.toLowerCase().replace(/[-_]/g, "")) ?? key;
  return Object.fromEntries(Object.entries(given).map(([key, value]: [string, unknown]) => [nameOf(key), value]));
}, messageFields);

const caseSchema = z.object({
  messages: z.array(messageSchema),
  /** Addresses of our mailboxes and people. */
  ours: z.array(z.string().toLowerCase()).nullish(),
  authservIds: z.array(z.string()).nullish(),
  /** The key that reply addresses and our Message-IDs are signed with. */
  key: z.string().nullish(),
});

type Message = z.infer<typeof messageSchema>;

/** Whoever is known by a name only gets an address here, of a domain that nobody can have (RFC 6761). */
const NAMED = "named.invalid";
/** The sender where no message of a case names one: all are from the same. */
const NOBODY: EmailAddress = { name: "", address: `nobody@${NAMED}` };

export interface ThreadCase {
  /** In order of arrival. */
  mails: { id: string | number; email: Email }[];
  ours: string[];
  authservIds: string[];
  key: string;
}

/** Reads a list of messages, or `{messages, ours, authservIds, key}`. Throws `BadInput` or a `ZodError`. */
export function readCase(input: unknown): ThreadCase {
  const given = Array.isArray(input) ? { messages: input } : input;
  if (typeof given !== "object" || given === null || !("messages" in given))
    throw new BadInput("Give a JSON array of messages, or an object {messages, ours, authservIds, key}");
  const { messages, ours, authservIds, key } = caseSchema.parse(given);
  const nobodySaysFrom = messages.every(({ from }) => toPeople(from).length === 0);
  const mails = messages.map((message, at) => ({
    id: message.id ?? message.messageId ?? at,
    email: toEmail(message, at, nobodySaysFrom ? NOBODY : null),
  }));
  return { mails, ours: ours ?? [], authservIds: authservIds ?? [], key: key ?? "" };
}

function toEmail(message: Message, at: number, sender: EmailAddress | null): Email {
  const [from = sender] = toPeople(message.from);
  const [to, cc] = [toPeople(message.to), toPeople(message.cc)];
  const addresses = new Set([from, ...to, ...cc].flatMap((one) => (one ? [one.address.toLowerCase()] : [])));
  const references = readReferences(toReferences(message.references)).ids;
  const inReplyTo = readInReplyTo(toInReplyTo(message.inReplyTo), addresses);
  return {
    messageId: readMessageId(bracket(listOf(message.messageId).map(String))),
    references,
    inReplyTo,
    subject: cleanSubject(storable(message.subject ?? "")),
    from,
    sender: null,
    replyTo: [],
    to,
    cc,
    bcc: [],
    envelope: { from: null, to: [] },
    date: parseTimestamp(message.date) ?? null,
    receivedAt: null,
    // Without a body, what it points to tells it from another of its Message-ID; without an id, only where it stands does.
    text: message.text ?? (message.messageId ? [...references, ...inReplyTo].join(" ") : String(message.id ?? at)),
    html: null,
    headers: message.headers ?? [],
    attachments: [],
    raw: null,
    notes: [],
  };
}

// A text is the header as it stood, unless it is ids without brackets. A list holds ids, bare or in brackets.
function toReferences(given: Message["references"]): string {
  return typeof given === "string" && !given.includes("<") ? bracket(given.split(/[\s,]+/)) : toHeader(given);
}

function toInReplyTo(given: Message["inReplyTo"]): string {
  return typeof given === "string" && /^[^\s<>]+$/.test(given) ? bracket([given]) : toHeader(given);
}

function toHeader(given: Message["references"]): string {
  return typeof given === "string" ? given : bracket(listOf(given).map(String));
}

function bracket(ids: string[]): string {
  return ids.map((id) => (id.includes("<") ? id : `<${id}>`)).join(" ");
}

function toPeople(given: Message["to"]): EmailAddress[] {
  return listOf(given)
    .flatMap((one) =>
      typeof one === "string"
        ? readAddresses(toByteString(one), MAX_ADDRESSES).addresses
        : [{ name: one.name ?? "", address: one.address ?? one.email ?? "" }],
    )
    .filter(({ name, address }) => name !== "" || address !== "")
    .map(({ name, address }) => ({ name, address: address || `${name}@${NAMED}` }));
}
