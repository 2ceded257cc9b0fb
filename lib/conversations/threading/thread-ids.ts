import { createHash } from "node:crypto";
import type { FilingReason } from "@/db/schema";
import type { Email } from "@/lib/mail/email";

/** A claimed date further back than this is not believed: the mail stands where it came in. */
const MAX_CLAIMED_AGE_MS = 30 * 24 * 60 * 60 * 1000;
/** Clocks of senders run ahead by this much before we stop believing them. */
const MAX_CLOCK_LEAD_MS = 5 * 60 * 1000;

/** Longer ids are known by their hash. */
const MAX_ID_BYTES = 512;

/** The Message-IDs by which a mail can be tied to others. */
export interface ThreadIds {
  /** Its own; made from its content when the sender gave none. */
  own: string;
  inReplyTo: string[];
  references: string[];
  /** All of the above, once each. */
  all: string[];
}

/**
 * Collects what ties a mail to others (RFC 5256, RFC 5322 §3.6.4). `addresses` knows people's addresses, in lower case: old
 * mailers put one in angle brackets into In-Reply-To, and taking it for an id would join everything ever sent there.
 */
export function threadIds(
  email: Pick<Email, "messageId" | "inReplyTo" | "references">,
  contentHash: string,
  addresses: { has(address: string): boolean },
): ThreadIds {
  const idsAmong = (ids: string[]) => ids.filter((id) => !addresses.has(id.toLowerCase())).map(keyOf);
  const own = idsAmong(email.messageId === null ? [] : [email.messageId])[0] ?? `synthetic:${contentHash}`;
  const inReplyTo = idsAmong(email.inReplyTo);
  const references = idsAmong(email.references);
  return { own, inReplyTo, references, all: [...new Set([own, ...inReplyTo, ...references])] };
}

// An index entry has a limit, which an id of the longest allowed line in a wide script exceeds.
function keyOf(id: string): string {
  return Buffer.byteLength(id) <= MAX_ID_BYTES ? id : `sha256:${createHash("sha256").update(id).digest("hex")}`;
}

/** An id this mail shares with one that is filed: `own` when that mail has it, else it points to it too. */
export interface SharedId {
  mid: string;
  own: boolean;
}

/** Says why a mail belongs with others, by the strongest tie. Undefined: nothing ties it. */
export function explain(ids: ThreadIds, shared: readonly SharedId[]): FilingReason | undefined {
  const owned = new Set(shared.filter((id) => id.own).map((id) => id.mid));
  const pointedTo = new Set(shared.map((id) => id.mid));
  const nearestFirst = ids.references.toReversed();

  const answered = ids.inReplyTo.find((id) => owned.has(id));
  if (answered) return { rule: "reference", by: "in-reply-to", messageId: answered };
  const referenced = nearestFirst.find((id) => owned.has(id));
  if (referenced) return { rule: "reference", by: "references", messageId: referenced };
  if (owned.has(ids.own)) return { rule: "reference", by: "message-id", messageId: ids.own };
  if (pointedTo.has(ids.own)) return { rule: "referred-to", messageId: ids.own };
  // Both point to a mail that has not come (a ghost).
  const ghost = [...ids.inReplyTo, ...nearestFirst].find((id) => pointedTo.has(id));
  return ghost ? { rule: "reference", by: ids.inReplyTo.includes(ghost) ? "in-reply-to" : "references", messageId: ghost } : undefined;
}

/** How directly shared ids tie a mail to a conversation: 0 for the message it answers, more for what is further away. */
export function nearness(ids: ThreadIds, shared: readonly SharedId[]): number {
  const nearestFirst = [...ids.inReplyTo, ...ids.references.toReversed(), ids.own];
  // A ghost is further than any message that is here.
  return Math.min(...shared.map(({ mid, own }) => nearestFirst.indexOf(mid) + (own ? 0 : nearestFirst.length)));
}

/** Mails of one second that come within this are told apart by when they came. */
const SAME_SECOND_MS = 60_000;

/** Where a mail stands in its conversation: its claimed date, unless nobody can believe it. */
export function orderAt(claimedAt: Date | null, receivedAt: Date): Date {
  if (!claimedAt) return receivedAt;
  const age = receivedAt.getTime() - claimedAt.getTime();
  // A Date header has whole seconds (RFC 5322, 3.3): what is sent in one would stand in any order.
  if (age > 0 && age < SAME_SECOND_MS && claimedAt.getMilliseconds() === 0) return new Date(claimedAt.getTime() + Math.min(age, 999));
  return age > MAX_CLAIMED_AGE_MS || age < -MAX_CLOCK_LEAD_MS ? receivedAt : claimedAt;
}

/** When the mail came in: the provider's word within reason, else the moment the door took it. */
export function receivedAt(claimed: Date | null, acceptedAt: Date): Date {
  return orderAt(claimed, acceptedAt);
}
