import type { RelationReason } from "@/db/schema";
import type { AuthVerdict } from "@/lib/mail/authentication-results";
import type { SharedId, ThreadIds } from "./thread-ids";

/** Messages in one conversation; then it goes on in a linked one. */
export const MAX_CONVERSATION_MESSAGES = 500;
/** People, authors and subject keys remembered of one conversation. */
export const MAX_REMEMBERED = 500;

/** What threading needs to know of a mail. Addresses are in lower case. */
export interface ThreadMail {
  ids: ThreadIds;
  subjectKey: string;
  /** Null when it has no From. */
  from: string | null;
  /** Everybody on it but us: From, Sender, Reply-To, To, Cc. */
  people: string[];
  /** Conversations named by reply addresses whose keyed hash is right. */
  tokens: string[];
  /** Those of `ids.all` that we made. */
  ownIds: string[];
  verdict: AuthVerdict;
  /** From is an address of ours, a mailbox's or a member's. */
  fromUs: boolean;
  automated: boolean;
}

/** A conversation as threading sees it, locked while a mail looks for its place. */
export interface Side {
  id: string;
  subjectKeys: string[];
  /** Addresses that take part, by the word of believed messages. */
  people: string[];
  /** Those of them who wrote. */
  authors: string[];
  messageCount: number;
  continuedIn: string | null;
  /** Conversations it has something in common with and is kept apart from. */
  relations: ReadonlyMap<string, RelationReason>;
  /** Ids it shares with the mail; none when it was only found by its relation to another side. */
  shared: SharedId[];
}

/** What a mail adds to the conversation it is in. */
export interface Growth {
  subjectKey: string;
  /** Empty for a mail whose sender is not believed: it adds nobody. */
  people: string[];
  author: string | null;
}

/** Relations that no mail undoes; the others last until more is known. */
export function isForGood(because: RelationReason | undefined): boolean {
  return because === "impersonation" || because === "full" || because === "corrected";
}

export function intersects(some: readonly string[], others: readonly string[]): boolean {
  const set = new Set(some);
  return others.some((other) => set.has(other));
}

/** Adds what is new, the known first, cut to `MAX_REMEMBERED`. The same array when nothing is. */
export function union(known: string[], more: readonly string[]): string[] {
  const fresh = more.filter((one) => !known.includes(one));
  return fresh.length === 0 ? known : [...new Set([...known, ...fresh])].slice(0, MAX_REMEMBERED);
}
