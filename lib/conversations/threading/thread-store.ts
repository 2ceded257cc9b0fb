import type { RelationReason } from "@/db/schema";
import type { Growth, Side } from "./side";

/**
 * Conversations in which one id is looked for when it is only pointed to; those that have the message itself may be twice as
 * many. Broken programs put the same id into every mail, and finding a place must not grow with the mailbox.
 */
export const MAX_SIDES_PER_ID = 20;
/** Conversations one mail is compared with, the oldest first. */
export const MAX_SIDES = 100;

/** A conversation, and why another is kept apart from it. */
export interface Relation {
  id: string;
  because: RelationReason;
}

/**
 * Where threading keeps what it knows of one mailbox: Postgres for the product, memory for `npm run mail -- thread`. Both run
 * the same algorithm (place-mail.ts). Conversation ids sort by age.
 */
export interface ThreadStore {
  /**
   * The conversations that know one of these ids or have one of these conversation ids, and those they are related to for
   * now, locked and by age.
   */
  find(mids: readonly string[], conversationIds: readonly string[]): Promise<Side[]>;
  /** One conversation by its id, locked; follows where it was merged to. */
  get(conversationId: string): Promise<Side>;
  start(growth: Growth): Promise<string>;
  /** Makes `source` part of `target`, with all that was known of it. */
  merge(target: string, source: string): Promise<void>;
  /** Labels what a conversation holds by others than `people`, and forgets who takes part in it. */
  distrust(conversationId: string, people: readonly string[]): Promise<void>;
  /** Notes that a conversation has something in common with others and is kept apart. A reason that is for good stays. */
  relate(conversationId: string, others: readonly Relation[]): Promise<void>;
  /** Notes that a full conversation goes on in another. */
  continueIn(full: string, next: string): Promise<void>;
  /** Adds what a mail brings to the conversation it is in. */
  grow(conversationId: string, ids: { own: string; all: readonly string[] }, growth: Growth): Promise<void>;
}
