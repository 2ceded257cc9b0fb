import type { FilingReason, RelationReason, SenderDoubt } from "@/db/schema";
import { doubtFirstSender, doubtSender } from "./sender-gate";
import { intersects, isForGood, MAX_CONVERSATION_MESSAGES, type Side, type ThreadMail, union } from "./side";
import { explain, nearness } from "./threading";

/** Conversations that one mail is noted as related to. */
const MAX_RELATED = 20;

/** Where a mail belongs, and why. */
export type Place = {
  why: FilingReason;
  /** Undefined when the sender is believed. */
  doubt: SenderDoubt | undefined;
  /** Conversations it has something in common with and stays apart from. */
  related: { id: string; because: RelationReason }[];
  /** Another message of the mailbox has its Message-ID. */
  midReused: boolean;
} & (
  | { kind: "new" }
  /** `absorbed` turn out to be the same conversation as `conversationId`, the oldest of them. */
  | { kind: "join"; conversationId: string; absorbed: string[] }
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
  /** The sender is believed here, or the conversation itself awaited this mail from one who knows its author. */
  firm: boolean;
  nearness: number;
}

/**
 * Finds a mail's place among the conversations that share an id with it. Pure: the database and the command line call it
 * alike. The strongest tie decides; conversations that the mail shows to be one become one, but never through a mail whose
 * sender is not believed, unless the same people write in both.
 */
export function choosePlace(mail: ThreadMail, sides: readonly Side[]): Place {
  const ties = sides.filter((side) => side.shared.length > 0 || mail.tokens.includes(side.id)).map((side) => tieTo(mail, side));
  const midReused = ties.some(({ side }) => side.shared.some(({ mid, own }) => own && mid === mail.ids.own));
  const [primary] = ties.filter(({ holds }) => holds).sort(strongestFirst);
  if (!primary) return { ...startApart(mail, ties), midReused };

  const why = explainTie(mail, primary);
  if (primary.side.messageCount >= MAX_CONVERSATION_MESSAGES)
    return { kind: "continue", full: primary.side, why, doubt: primary.doubt, related: [], midReused };

  const group = gather(mail, primary, ties, sides);
  const [conversationId = primary.side.id, ...absorbed] = group.map(({ id }) => id).sort();
  const people = group.flatMap((side) => side.people);
  return {
    kind: "join",
    conversationId,
    absorbed,
    why,
    doubt: doubtSender(mail, { people }),
    related: ties.filter(({ side }) => !group.includes(side)).flatMap((tie) => relate(tie, group) ?? []),
    midReused,
  };
}

function tieTo(mail: ThreadMail, side: Side): Tie {
  const mids = side.shared.map(({ mid }) => mid);
  const strength = mail.tokens.includes(side.id) ? "token" : intersects(mail.ownIds, mids) ? "own-id" : "foreign";
  const doubt = doubtSender(mail, side);
  const awaited = mids.includes(mail.ids.own) && intersects(side.authors, mail.people);
  const known = mail.from !== null && side.people.includes(mail.from);
  const alike = side.subjectKeys.includes(mail.subjectKey) || known || awaited || !doubt;
  return {
    side,
    strength,
    holds: doubt?.because !== "impersonation" && (strength !== "foreign" || alike),
    doubt,
    firm: !doubt || (awaited && doubt.because === "stranger"),
    nearness: nearness(mail.ids, side.shared),
  };
}

const STRENGTHS = ["token", "own-id", "foreign"];

function strongestFirst(a: Tie, b: Tie): number {
  return (
    STRENGTHS.indexOf(a.strength) - STRENGTHS.indexOf(b.strength) ||
    Number(b.firm) - Number(a.firm) ||
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

/** The conversations that this mail shows to be one with the primary. Grows until nothing changes: order must not matter. */
function gather(mail: ThreadMail, primary: Tie, ties: Tie[], sides: readonly Side[]): Side[] {
  const group = [primary.side];
  const tieOf = new Map(ties.map((tie) => [tie.side, tie]));
  let authors = union(primary.side.authors, primary.doubt || !mail.from ? [] : [mail.from]);
  let people = union(primary.side.people, primary.doubt ? [] : mail.people);
  let count = primary.side.messageCount + 1;

  for (let grew = true; grew; ) {
    grew = false;
    for (const side of sides) {
      const tie = tieOf.get(side);
      if (group.includes(side) || tie?.doubt?.because === "impersonation") continue;
      if (!tie && !group.some((member) => member.relations.has(side.id))) continue;
      if (group.some((member) => isForGood(member.relations.get(side.id)))) continue;
      if (count + side.messageCount > MAX_CONVERSATION_MESSAGES) continue;
      const acquainted = intersects(authors, side.people) || intersects(people, side.authors);
      if (!acquainted && !(primary.firm && tie?.firm && tie.holds)) continue;

      group.push(side);
      authors = union(authors, side.authors);
      people = union(people, side.people);
      count += side.messageCount;
      grew = true;
    }
  }
  return group;
}

function relate({ side, holds, doubt }: Tie, group: Side[] = []): Place["related"][number] | undefined {
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
