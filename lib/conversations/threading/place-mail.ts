import type { FilingReason, Placement, SenderDoubt } from "@/db/schema";
import { choosePlace, type Place } from "./choose-place";
import { type Growth, MAX_CONVERSATION_MESSAGES, type Side, type ThreadMail } from "./side";
import type { ThreadStore } from "./thread-store";

export interface PlacedMail {
  conversationId: string;
  placement: Placement;
  why: FilingReason;
  /** Null when the sender is believed. */
  doubt: SenderDoubt | null;
  /** Ids of conversations that became part of this one, because this mail showed them to be the same. */
  absorbed: string[];
  /** Conversations it has something in common with and stays apart from. */
  related: Place["related"];
  midReused: boolean;
}

/**
 * Puts one mail into a conversation of a mailbox: finds the place, merges what the mail connects, remembers what it brings.
 * Expects that nobody else places a mail with one of its ids meanwhile. The message itself is the caller's to keep.
 */
export async function placeMail(store: ThreadStore, mail: ThreadMail): Promise<PlacedMail> {
  const place = choosePlace(mail, await store.find(mail.ids.all, mail.tokens));
  const { why, related, midReused } = place;
  const doubt = place.doubt ?? null;

  if (place.kind === "continue") return { ...(await goOn(store, mail, place)), absorbed: [], related, midReused };
  if (place.kind === "join") {
    const { conversationId, absorbed, guests, people } = place;
    for (const guest of guests) await store.distrust(guest, people);
    for (const source of absorbed) await store.merge(conversationId, source);
    await settle(store, mail, conversationId, place);
    return { conversationId, placement: doubt ? "joined-untrusted" : "joined", why, doubt, absorbed, related, midReused };
  }
  const conversationId = await store.start(growthOf(mail, doubt?.because === "impersonation"));
  await settle(store, mail, conversationId, place);
  return { conversationId, placement: related.length > 0 ? "new-related" : "new", why, doubt, absorbed: [], related, midReused };
}

async function settle(store: ThreadStore, mail: ThreadMail, conversationId: string, { kind, doubt, related }: Place) {
  const addsNobody = kind === "new" ? doubt?.because === "impersonation" : doubt !== undefined;
  await store.grow(conversationId, mail.ids, growthOf(mail, addsNobody));
  if (related.length > 0) await store.relate(conversationId, related);
}

/** A full conversation goes on in a new one, which goes on in the next: a mail belongs into the last that has room. */
async function goOn(store: ThreadStore, mail: ThreadMail, place: Place & { kind: "continue" }) {
  const doubt = place.doubt ?? null;
  const last = await followToRoom(store, place.full);
  const isNew = last.messageCount >= MAX_CONVERSATION_MESSAGES;
  const growth = growthOf(mail, doubt !== null);
  const conversationId = isNew ? await store.start(growth) : last.id;
  if (isNew) {
    await store.continueIn(last.id, conversationId);
    await store.relate(last.id, [{ id: conversationId, because: "full" }]);
  }
  await store.grow(conversationId, mail.ids, growth);
  const why: FilingReason = isNew ? { rule: "continued", conversationId: last.id } : place.why;
  const placement: Placement = isNew ? "new-related" : doubt ? "joined-untrusted" : "joined";
  return { conversationId, placement, why, doubt };
}

async function followToRoom(store: ThreadStore, full: Side): Promise<Side> {
  let last = full;
  while (last.continuedIn && last.messageCount >= MAX_CONVERSATION_MESSAGES) last = await store.get(last.continuedIn);
  return last;
}

function growthOf(mail: ThreadMail, addsNobody: boolean): Growth {
  const { subjectKey, people, from, fromUs } = mail;
  return addsNobody ? { subjectKey, people: [], author: null } : { subjectKey, people, author: fromUs ? null : from };
}
