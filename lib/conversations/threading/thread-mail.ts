import { type AuthVerdict, NO_VERDICT } from "@/lib/mail/authentication-results";
import type { Email } from "@/lib/mail/email";
import { subjectKey } from "@/lib/mail/subject-key";
import { isOwnMessageId, readReplyTokens } from "./reply-token";
import type { ThreadMail } from "./side";
import { threadIds } from "./thread-ids";

/** Addresses remembered of one mail. */
const MAX_PEOPLE = 100;
/** Headers in which receiving servers note the recipient that To and Cc may hide. */
const RECIPIENT_HEADERS = new Set(["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"]);

/** What of a mail decides its place. */
export type Threadable = Pick<
  Email,
  "messageId" | "inReplyTo" | "references" | "subject" | "from" | "sender" | "replyTo" | "to" | "cc" | "bcc" | "envelope" | "headers"
>;

export interface ThreadContext {
  /** The installation's key. */
  key: string;
  /** Addresses (lower case) of our mailboxes and people. */
  isOurs(address: string): boolean;
  /** Stands in for a Message-ID that is missing or no id. */
  contentHash: string;
  verdict?: AuthVerdict | null;
  automated?: boolean;
  /** Message-ID of the mail that a bounce or complaint is about. */
  about?: string | null;
}

/** Reads from a mail what threading compares. Pure. */
export function toThreadMail(email: Threadable, context: ThreadContext): ThreadMail {
  const { key, isOurs } = context;
  const everybody = addressesOf(email);
  // An address is no id: taken for one, it would tie together everything ever sent to that person.
  const addresses = { has: (address: string) => everybody.includes(address) || isOurs(address) };
  const references = context.about ? [...email.references, context.about] : email.references;
  const ids = threadIds({ messageId: email.messageId, inReplyTo: email.inReplyTo, references }, context.contentHash, addresses);
  const from = email.from?.address.toLowerCase() || null;
  return {
    ids,
    subjectKey: subjectKey(email.subject),
    from,
    people: everybody.filter((address) => !isOurs(address)).slice(0, MAX_PEOPLE),
    tokens: readReplyTokens(key, recipientsOf(email)),
    ownIds: ids.all.filter((id) => id !== ids.own && isOwnMessageId(key, id)),
    verdict: context.verdict ?? NO_VERDICT,
    fromUs: from !== null && isOurs(from),
    automated: context.automated ?? false,
  };
}

/** From, Sender, Reply-To, To and Cc, in lower case, once each. */
export function addressesOf({ from, sender, replyTo, to, cc }: Pick<Threadable, "from" | "sender" | "replyTo" | "to" | "cc">): string[] {
  const people = [...(from ? [from] : []), ...(sender ? [sender] : []), ...replyTo, ...to, ...cc];
  return [...new Set(people.map(({ address }) => address.toLowerCase()).filter(Boolean))];
}

function recipientsOf({ to, cc, bcc, envelope, headers }: Threadable): string[] {
  const noted = headers.filter(([name]) => RECIPIENT_HEADERS.has(name.toLowerCase())).map(([, value]) => value);
  return [...[...to, ...cc, ...bcc].map(({ address }) => address), ...envelope.to, ...noted];
}
