import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type MailboxId, newId, type WorkspaceId } from "@/db/columns";
import { insertRows } from "@/db/insert-rows";
import { conversations, type RelationReason } from "@/db/schema";
import { textArray } from "@/db/text-array";
import { mergeConversations } from "@/lib/conversations/corrections/merge-conversations";
import { type Growth, MAX_REMEMBERED, type Side } from "./side";
import type { SharedId } from "./thread-ids";
import { MAX_SIDES, MAX_SIDES_PER_ID, type Relation, type ThreadStore } from "./thread-store";

/** How often the conversations found may be merged away under us before we call it broken. */
const MAX_LOOKUPS = 5;

/** What a new conversation shows before its first message is counted. */
export interface FirstLook {
  workspaceId: WorkspaceId;
  subject: string;
  lastMessageAt: Date;
  lane: "inbox" | "automated";
  /** Natural id of what causes changes here, for announcing them once. */
  because: string;
}

/**
 * Threads of one mailbox in Postgres, within a caller's transaction. Writes that nothing waits for are sent one behind the
 * other without waiting for each answer, as is the first look behind the lock: a transaction's connection runs them in order,
 * and filing is mostly waiting. `written` waits for all of them.
 */
export class PostgresThreads implements ThreadStore {
  readonly #tx: Tx;
  readonly #mailboxId: MailboxId;
  readonly #first: FirstLook;
  readonly #locked: LockedIds;
  readonly #sent: Promise<unknown>[] = [];

  /** `locked` is what `lockIds` answered in the same transaction. */
  constructor(tx: Tx, mailboxId: MailboxId, first: FirstLook, locked: LockedIds) {
    this.#tx = tx;
    this.#mailboxId = mailboxId;
    this.#first = first;
    this.#locked = locked;
  }

  /** Everything sent is done. */
  async written() {
    await Promise.all([this.#locked.done, ...this.#sent]);
  }

  #send(query: PromiseLike<unknown>) {
    this.#sent.push(heardLater(query));
  }

  async find(mids: readonly string[], conversationIds: readonly string[]): Promise<Side[]> {
    const locked = this.#lockedFor(mids);
    const isAhead = conversationIds.length === 0 && locked.mids.size === mids.length;
    for (let lookup = 0; lookup < MAX_LOOKUPS; lookup++) {
      const shared = await (lookup === 0 && isAhead ? locked.found : lookUp(this.#tx, this.#mailboxId, mids, conversationIds));
      if (shared.size === 0) return [];
      const sides = await this.#lockSides([...shared.keys()]);
      // One was merged away while we waited for its lock: look again where it went.
      if (sides.length === shared.size) return sides.map((side) => ({ ...side, shared: shared.get(side.id) ?? [] }));
    }
    throw new Error(`Conversations of mailbox ${this.#mailboxId} were merged ${MAX_LOOKUPS} times while this mail looked for its place`);
  }

  /**
   * Seldom more than was locked: where the mail's own id turns out to be an address, the one made from its content stands in. Only the
   * same mail has that too, and waits for the others first.
   */
  #lockedFor(mids: readonly string[]): LockedIds {
    if (mids.every((mid) => this.#locked.mids.has(mid))) return this.#locked;
    const locked = lockIds(this.#tx, this.#mailboxId, mids);
    this.#sent.push(locked.done);
    return locked;
  }

  async get(conversationId: string): Promise<Side> {
    const [side] = await this.#lockSides([conversationId]);
    if (side) return { ...side, shared: [] };
    const [alias] = await this.#tx.execute<{ conversation_id: string }>(
      sql`select conversation_id from conversation_aliases where id = ${conversationId}`,
    );
    if (!alias) throw new Error(`Conversation ${conversationId} is gone`);
    return this.get(alias.conversation_id);
  }

  async start({ subjectKey, people, author }: Growth): Promise<string> {
    const { workspaceId, subject, lastMessageAt, lane } = this.#first;
    const id = newId();
    const known = { subjectKeys: [subjectKey], people: people.slice(0, MAX_REMEMBERED), authors: author === null ? [] : [author] };
    this.#send(
      insertRows(this.#tx, conversations, [{ id, workspaceId, mailboxId: this.#mailboxId, subject, lastMessageAt, lane, ...known }]),
    );
    return id;
  }

  async merge(target: string, source: string) {
    await mergeConversations(this.#tx, [target, source], this.#first.because);
  }

  async distrust(conversationId: string, people: readonly string[]) {
    await this.#tx.update(conversations).set({ people: [], authors: [] }).where(eq(conversations.id, conversationId));
    await this.#tx.execute(sql`
      update messages set
        placement = 'joined-untrusted',
        doubt = jsonb_build_object('because', 'stranger', 'address', lower(coalesce("from"->>'address', '')))
      where conversation_id = ${conversationId} and doubt is null
        and lower(coalesce("from"->>'address', '')) <> all (${textArray(people)})`);
  }

  async relate(conversationId: string, others: readonly Relation[]) {
    const pairs = JSON.stringify(others);
    this.#send(
      this.#tx.execute(sql`
        insert into conversation_relations (conversation_id, related_id, because)
        select one, other, because::relation_reason from (
          select ${conversationId}::uuid as one, id as other, because from jsonb_to_recordset(${pairs}::jsonb) as asked (id uuid, because text)
          union all
          select id, ${conversationId}::uuid, because from jsonb_to_recordset(${pairs}::jsonb) as asked (id uuid, because text)
        ) as pairs
        on conflict (conversation_id, related_id) do update set because = excluded.because
        where conversation_relations.because in ('subject', 'untrusted')`),
    );
  }

  async continueIn(full: string, next: string) {
    this.#send(this.#tx.update(conversations).set({ continuedIn: next }).where(eq(conversations.id, full)));
  }

  async grow(conversationId: string, ids: { own: string; all: readonly string[] }, { subjectKey, people, author }: Growth) {
    const more = {
      subjectKeys: textArray([subjectKey]),
      people: textArray(people.slice(0, MAX_REMEMBERED)),
      authors: textArray(author === null ? [] : [author]),
    };
    const union = (known: SQL, fresh: SQL) =>
      sql`(${known} || array(select one from unnest(${fresh}) as one where one <> all (${known})))[1:${sql.raw(String(MAX_REMEMBERED))}]`;
    const { subjectKeys, people: everybody, authors } = conversations;

    this.#send(
      this.#tx.execute(sql`
      with added as (
        insert into message_ids (mailbox_id, mid, conversation_id, owned)
        select ${this.#mailboxId}, asked.mid, ${conversationId}, asked.mid = ${ids.own}
        from jsonb_array_elements_text(${JSON.stringify(ids.all)}::jsonb) as asked (mid)
        where (
          select count(*) from (
            select from message_ids as known
            where known.mailbox_id = ${this.#mailboxId} and known.mid = asked.mid
            limit ${2 * MAX_SIDES_PER_ID}
          ) as counted
        ) < case when asked.mid = ${ids.own} then ${2 * MAX_SIDES_PER_ID}::integer else ${MAX_SIDES_PER_ID}::integer end
        on conflict (mailbox_id, mid, conversation_id) do update set owned = true where excluded.owned and not message_ids.owned
      )
      update conversations set
        subject_keys = ${union(sql`${subjectKeys}`, more.subjectKeys)},
        people = ${union(sql`${everybody}`, more.people)},
        authors = ${union(sql`${authors}`, more.authors)}
      where id = ${conversationId} and not (
        ${subjectKeys} @> ${more.subjectKeys} and ${everybody} @> ${more.people} and ${authors} @> ${more.authors}
      )`),
    );
  }

  async #lockSides(ids: readonly string[]): Promise<Omit<Side, "shared">[]> {
    const wanted = sql`(select one::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as one)`;
    const rows = await this.#tx.execute<SideRow>(sql`
      select id, subject_keys, people, authors, message_count, continued_in,
        (
          select coalesce(jsonb_object_agg(related_id, because), '{}') from conversation_relations
          where conversation_id = conversations.id and related_id in ${wanted}
        ) as relations
      from conversations where id in ${wanted} order by id for update of conversations`);

    return rows.map((row) => ({
      id: row.id,
      subjectKeys: row.subject_keys,
      people: row.people,
      authors: row.authors,
      messageCount: row.message_count,
      continuedIn: row.continued_in,
      relations: new Map(Object.entries(row.relations)),
    }));
  }
}

/** Message-IDs that nobody else places a mail with until this transaction ends. */
export interface LockedIds {
  mids: ReadonlySet<string>;
  /** They are locked. */
  done: Promise<unknown>;
  /** What was found of them behind the lock: the ids that each conversation shares. */
  found: Promise<Map<string, SharedId[]>>;
}

/**
 * Locks Message-IDs and looks them up, without waiting for either: two mails placed at once would each find nothing of the other.
 * Sorted, so that they cannot wait for each other in a ring.
 */
export function lockIds(tx: Tx, mailboxId: MailboxId, mids: readonly string[]): LockedIds {
  const keys = JSON.stringify(mids.map((mid) => `${mailboxId}:${mid}`));
  const done = heardLater(
    tx.execute(sql`
      select pg_advisory_xact_lock(key)
      from (select distinct hashtextextended(id, 0) as key from jsonb_array_elements_text(${keys}::jsonb) as id order by key) as sorted`),
  );
  return { mids: new Set(mids), done, found: heardLater(lookUp(tx, mailboxId, mids, [])) };
}

/** Sent at once; whoever awaits it hears how it ended, and nobody else does. */
function heardLater<T>(query: PromiseLike<T>): Promise<T> {
  const sent = Promise.resolve(query);
  sent.catch(() => undefined);
  return sent;
}

/** The ids each conversation shares; none for those named or only related. */
async function lookUp(
  tx: Tx,
  mailboxId: MailboxId,
  mids: readonly string[],
  conversationIds: readonly string[],
): Promise<Map<string, SharedId[]>> {
  const rows = await tx.execute<{ id: string; mid: string | null; owned: boolean | null }>(sql`
    with hits as (
      select known.conversation_id as id, asked.mid, known.owned
      from jsonb_array_elements_text(${JSON.stringify(mids)}::jsonb) as asked (mid)
      cross join lateral (
        select conversation_id, owned from message_ids
        where mailbox_id = ${mailboxId} and message_ids.mid = asked.mid
        limit ${2 * MAX_SIDES_PER_ID}
      ) as known
    ),
    named as (
      select coalesce(alias.conversation_id, asked.id::uuid) as id
      from jsonb_array_elements_text(${JSON.stringify(conversationIds)}::jsonb) as asked (id)
      left join conversation_aliases as alias on alias.id = asked.id::uuid
    ),
    found as (
      select id from hits
      union
      select named.id from named join conversations on conversations.id = named.id and mailbox_id = ${mailboxId}
      order by id limit ${MAX_SIDES}
    ),
    related as (
      select related_id as id from conversation_relations
      where conversation_id in (select id from found) and because in ('subject', 'untrusted')
      order by related_id limit ${MAX_SIDES}
    )
    select id, mid, owned from hits where id in (select id from found)
    union all select id, null, null from found
    union all select id, null, null from related`);

  const shared = new Map<string, SharedId[]>();
  for (const { id, mid, owned } of rows) {
    const ids = shared.get(id) ?? [];
    if (mid !== null) ids.push({ mid, own: owned === true });
    shared.set(id, ids);
  }
  return shared;
}

interface SideRow extends Record<string, unknown> {
  id: string;
  subject_keys: string[];
  people: string[];
  authors: string[];
  message_count: number;
  continued_in: string | null;
  relations: Record<string, RelationReason>;
}
