import type { RelationReason } from "@/db/schema";
import { type Growth, isForGood, type Side, union } from "./side";
import { MAX_SIDES, MAX_SIDES_PER_ID, type Relation, type ThreadStore } from "./thread-store";

interface Kept extends Omit<Side, "shared" | "relations"> {
  relations: Map<string, RelationReason>;
}

/** Threads of one mailbox in memory, for one caller at a time. */
export class MemoryThreads implements ThreadStore {
  readonly #conversations = new Map<string, Kept>();
  readonly #ids = new Map<string, Map<string, boolean>>();
  readonly #aliases = new Map<string, string>();
  readonly #newId: () => string;

  /** `newId` makes ids that sort by age. */
  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** Where a conversation is now, when it was merged into another. */
  follow(id: string): string {
    let at = id;
    for (let next = this.#aliases.get(at); next !== undefined; next = this.#aliases.get(at)) at = next;
    return at;
  }

  async find(mids: readonly string[], conversationIds: readonly string[]): Promise<Side[]> {
    const shared = new Map<string, Side["shared"]>();
    for (const id of conversationIds) if (this.#conversations.has(this.follow(id))) shared.set(this.follow(id), []);
    for (const mid of new Set(mids))
      for (const [id, own] of this.#ids.get(mid) ?? []) shared.set(id, [...(shared.get(id) ?? []), { mid, own }]);

    const found = [...shared.keys()].sort().slice(0, MAX_SIDES);
    const related = found.flatMap((id) =>
      [...this.#get(id).relations].filter(([, because]) => !isForGood(because)).map(([other]) => other),
    );
    const all = [...new Set([...found, ...related])].sort().slice(0, MAX_SIDES);
    return all.map((id) => ({ ...this.#get(id), shared: shared.get(id) ?? [] }));
  }

  async get(conversationId: string): Promise<Side> {
    return { ...this.#get(this.follow(conversationId)), shared: [] };
  }

  async start(): Promise<string> {
    const id = this.#newId();
    const empty = { subjectKeys: [], people: [], authors: [], messageCount: 0, continuedIn: null, relations: new Map() };
    this.#conversations.set(id, { id, ...empty });
    return id;
  }

  async merge(target: string, source: string) {
    const [to, from] = [this.#get(target), this.#get(source)];
    to.subjectKeys = union(to.subjectKeys, from.subjectKeys);
    to.people = union(to.people, from.people);
    to.authors = union(to.authors, from.authors);
    to.messageCount += from.messageCount;
    to.continuedIn ??= from.continuedIn;
    for (const known of this.#ids.values()) {
      const own = known.get(source);
      if (own === undefined) continue;
      known.delete(source);
      known.set(target, own || known.get(target) === true);
    }
    this.#conversations.delete(source);
    this.#aliases.set(source, target);
    for (const [other, because] of from.relations) {
      this.#conversations.get(other)?.relations.delete(source);
      if (other !== target) await this.relate(target, [{ id: other, because }]);
    }
    to.relations.delete(source);
  }

  async distrust(conversationId: string) {
    Object.assign(this.#get(conversationId), { people: [], authors: [] });
  }

  async relate(conversationId: string, others: readonly Relation[]) {
    for (const { id, because } of others) {
      const [one, other] = [this.#get(conversationId), this.#get(id)];
      if (isForGood(one.relations.get(id))) continue;
      one.relations.set(id, because);
      other.relations.set(conversationId, because);
    }
  }

  async continueIn(full: string, next: string) {
    this.#get(full).continuedIn = next;
  }

  async grow(conversationId: string, ids: { own: string; all: readonly string[] }, growth: Growth) {
    const conversation = this.#get(conversationId);
    conversation.messageCount++;
    conversation.subjectKeys = union(conversation.subjectKeys, [growth.subjectKey]);
    conversation.people = union(conversation.people, growth.people);
    conversation.authors = union(conversation.authors, growth.author === null ? [] : [growth.author]);
    for (const mid of ids.all) {
      const known = this.#ids.get(mid) ?? new Map<string, boolean>();
      const own = mid === ids.own;
      if (known.has(conversationId) || known.size < MAX_SIDES_PER_ID * (own ? 2 : 1))
        known.set(conversationId, own || known.get(conversationId) === true);
      this.#ids.set(mid, known);
    }
  }

  #get(id: string): Kept {
    const conversation = this.#conversations.get(id);
    if (!conversation) throw new Error(`Conversation ${id} is gone`);
    return conversation;
  }
}
