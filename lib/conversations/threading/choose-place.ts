import type { FilingReason, SenderDoubt } from "@/db/schema";
import { doubtFirstSender, doubtSender } from "./sender-gate";
import { intersects, isForGood, MAX_CONVERSATION_MESSAGES, type Side, type ThreadMail, union } from "./side";
import { explain, nearness } from "./thread-ids";
import type { Relation } from "./thread-store";

/** Conversations that one mail is noted as related to. */
const MAX_RELATED = 20;

/** Where a mail belongs, and why. */
export type Place = {
  why: FilingReason;
  /** Undefined when the sender is believed. */
  doubt: SenderDoubt | undefined;
  /** Conversations it has something in common with and stays apart from. */
  related: Relation[];
  /** Another message of the mailbox has its Message-ID. */
  midReused: boolean;
} & (
  | { kind: "new" }
  /**
   * `absorbed` turn out to be the same conversation as `conversationId`, the oldest of them. `guests` among them belong in it
   * only by their own word: they come labelled, and nobody of theirs takes part. `people` are those who do.
   */
  | { kind: "join"; conversationId: string; absorbed: string[]; guests: string[]; people: string[] }
  /** The conversation it belongs to has no room left. */
  | { kind: "continue"; full: Side }
);

/** What ties a mail to one conversation. */
interface Tie {
  side: Side;
  strength: "token" | "own-id" | "foreign";
  /** Enough to join it: strong, or of equal subject, or between people who know each other. */
  holds: boolean;
  doubt: SenderDoubt | undefined;
  /** A message of the conversation points to this mail. */
  awaited: boolean;
  /** The sender is believed here, or wrote to the author of what awaited this mail. */
  firm: boolean;
  nearness: number;
}

/**
 * Finds a mail's place among the conversations that share an id with it. Pure: the database and the command line call it
 * alike. The strongest tie decides; conversations that the mail shows to be one become one, but never through a mail whose
 * sender is not believed there, unless the same people write in both.
 */
export function choosePlace(mail: ThreadMail, sides: readonly Side[]): Place {
  const ties = sides.filter((side) => side.shared.length > 0 || mail.tokens.includes(side.id)).map((side) => tieTo(mail, side));
  const midReused = ties.some(({ side }) => side.shared.some(({ mid, own }) => own && mid === mail.ids.own));
  const [primary] = ties.filter(({ holds }) => holds).sort(strongestFirst);
  if (!primary) return { ...startApart(mail, ties), midReused };

  const why = explainTie(mail, primary);
  if (primary.side.messageCount >= MAX_CONVERSATION_MESSAGES)
    return { kind: "continue", full: primary.side, why, doubt: primary.doubt, related: [], midReused };

  const { members, guests, people } = gather(mail, primary, ties, sides);
  const [conversationId = primary.side.id, ...absorbed] = members.map(({ id }) => id).sort();
  return {
    kind: "join",
    conversationId,
    absorbed,
    guests: guests.map(({ id }) => id),
    people,
    why,
    doubt: doubtSender(mail, { people }),
    related: ties
      .filter(({ side }) => !members.includes(side))
      .slice(0, MAX_RELATED)
      .flatMap((tie) => relate(tie, members) ?? []),
    midReused,
  };
}

function tieTo(mail: ThreadMail, side: Side): Tie {
  const mids = side.shared.map(({ mid }) => mid);
  const strength = mail.tokens.includes(side.id) ? "token" : intersects(mail.ownIds, mids) ? "own-id" : "foreign";
  const doubt = doubtSender(mail, side);
  const awaited = side.shared.some(({ mid, own }) => mid === mail.ids.own && !own);
  const answersAuthor = awaited && intersects(side.authors, mail.people);
  const known = mail.from !== null && side.people.includes(mail.from);
  const alike = side.subjectKeys.includes(mail.subjectKey) || known || answersAuthor || !doubt;
  return {
    side,
    strength,
    holds: doubt?.because !== "impersonation" && (strength !== "foreign" || alike),
    doubt,
    awaited,
    firm: !doubt || (answersAuthor && doubt.because === "stranger"),
    nearness: nearness(mail.ids, side.shared),
  };
}

const STRENGTHS = ["token", "own-id", "foreign"];

function strongestFirst(a: Tie, b: Tie): number {
  return (
    STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength) ||
    Number(b.firm) - Number(a.firm) ||
    // What it points to is the sender's word; that it was awaited is the word of those who answered it.
    Number(b.awaited) - Number(a.awaited) ||
    a.nearness - b.nearness ||
    (a.side.id < b.side.id ? -1 : 1)
  );
}

function explainTie(mail: ThreadMail, { side, strength }: Tie): FilingReason {
  if (strength === "token") return { rule: "token" };
  const ownId = mail.ownIds.find((id) => side.shared.some(({ mid }) => mid === id));
  if (strength === "own-id" && ownId) return { rule: "own-id", messageId: ownId };
  return explain(mail.ids, side.shared) ?? { rule: "first" };
}

/**
 * The conversations that this mail shows to be one with the primary. Grows until nothing changes: order must not matter.
 *
 * A side joins when the same people write in it, or when the sender is believed in both. One that awaited this mail joins a
 * sender who is believed here, as guest: had it come after the mail, it would have joined labelled, too.
 */
function gather(mail: ThreadMail, primary: Tie, ties: Tie[], sides: readonly Side[]) {
  const members = [primary.side];
  const guests: Side[] = [];
  const tieOf = new Map(ties.map((tie) => [tie.side, tie]));
  let authors = union(primary.side.authors, primary.doubt || !mail.from ? [] : [mail.from]);
  let people = primary.side.people;
  let everybody = union(people, primary.doubt ? [] : mail.people);
  let count = primary.side.messageCount + 1;

  const joins = (side: Side): "member" | "guest" | undefined => {
    const tie = tieOf.get(side);
    if (members.includes(side) || tie?.doubt?.because === "impersonation") return undefined;
    if (!tie && !members.some((member) => member.relations.has(side.id))) return undefined;
    if (members.some((member) => isForGood(member.relations.get(side.id)))) return undefined;
    if (count + side.messageCount > MAX_CONVERSATION_MESSAGES) return undefined;
    if (intersects(authors, side.people) || intersects(everybody, side.authors)) return "member";
    if (!primary.firm || !tie?.holds) return undefined;
    return tie.firm ? "member" : tie.awaited && !primary.doubt ? "guest" : undefined;
  };

  for (let grew = true; grew; ) {
    grew = false;
    for (const side of sides) {
      const as = joins(side);
      if (!as) continue;
      grew = true;
      members.push(side);
      count += side.messageCount;
      if (as === "guest") {
        guests.push(side);
        continue;
      }
      authors = union(authors, side.authors);
      people = union(people, side.people);
      everybody = union(everybody, side.people);
    }
  }
  return { members, guests, people };
}

function relate({ side, holds, doubt }: Tie, group: Side[] = []): Relation | undefined {
  if (group.some((member) => member.relations.has(side.id))) return undefined;
  const count = group.reduce((sum, member) => sum + member.messageCount, 1);
  if (doubt?.because === "impersonation") return { id: side.id, because: "impersonation" };
  if (group.length > 0 && count + side.messageCount > MAX_CONVERSATION_MESSAGES) return { id: side.id, because: "full" };
  return { id: side.id, because: holds ? "untrusted" : "subject" };
}

function startApart(mail: ThreadMail, ties: Tie[]): Omit<Place & { kind: "new" }, "midReused"> {
  const [nearest] = ties.toSorted(strongestFirst);
  const impersonating = ties.find(({ doubt }) => doubt?.because === "impersonation");
  const tie = impersonating ?? nearest;
  const doubt = impersonating?.doubt ?? doubtFirstSender(mail);
  if (!tie) return { kind: "new", why: { rule: "first" }, doubt, related: [] };

  const reason = explain(mail.ids, tie.side.shared);
  const messageId = reason && "messageId" in reason ? reason.messageId : mail.ids.own;
  const because = impersonating ? "impersonation" : "subject";
  const related = ties.slice(0, MAX_RELATED).flatMap((one) => relate(one) ?? []);
  return { kind: "new", why: { rule: "apart", because, conversationId: tie.side.id, messageId }, doubt, related };
}
