import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Conversation, ConversationsPage, Row } from "@/app/_data/conversations";
import { fetchRows } from "@/app/_data/conversations";
import { allConversationsKey, allDeliveriesKey, bodyKey, conversationKey, deliveryKey, mailboxesKey } from "@/app/_data/keys";
import { patchPages } from "@/app/_data/patch-pages";
import type { LiveChange } from "@/lib/live/channel";
import type { LineEvent } from "./line";
import { throttle } from "./throttle";

/** The first change is told at once, those of the next moment together: a burst of mail costs a few requests, not one each. */
const GATHER_MS = 100;
/** Counts and lists of deliveries are read anew at most this often: they cost the server more than a row does. */
const COUNT_MS = 1_000;
/** More rows than this at once: the lists are read again instead. */
const MAX_ROWS = 100;

type Pages = InfiniteData<ConversationsPage, string | null>;

/**
 * Keeps the cache true to the feed: rows that changed are fetched and put in their place, what is open is read again, what is not is read
 * when it is opened. `arrived` hears of rows that a new message has brought.
 */
export function followFeed(cache: QueryClient, arrived: (rows: Row[]) => void) {
  let waiting: LiveChange[] = [];
  let working = false;
  const recount = throttle(COUNT_MS, () => void cache.invalidateQueries({ queryKey: mailboxesKey }));
  const relist = throttle(COUNT_MS, () => void cache.invalidateQueries({ queryKey: allDeliveriesKey }));

  async function work() {
    working = true;
    while (waiting.length > 0) {
      const changes = waiting;
      waiting = [];
      // A failure means that we no longer know: everything is read again, which waits for the server by itself.
      await apply(cache, changes, arrived).catch(() => cache.invalidateQueries());
      await new Promise((gathered) => setTimeout(gathered, GATHER_MS));
    }
    working = false;
  }

  return function onEvent(event: LineEvent) {
    if (event.type === "reset") void cache.invalidateQueries();
    if (event.type !== "change") return;
    waiting.push(event.change);
    recount();
    if (event.change.deliveryId) relist();
    if (!working) void work();
  };
}

async function apply(cache: QueryClient, changes: LiveChange[], arrived: (rows: Row[]) => void) {
  const conversationIds = unique(changes.map(({ conversationId }) => conversationId));
  const deliveryIds = unique(changes.filter(({ kind }) => kind === "delivery.changed").map(({ deliveryId }) => deliveryId));

  for (const id of deliveryIds) void cache.invalidateQueries({ queryKey: deliveryKey(id) });

  if (conversationIds.length > MAX_ROWS) await cache.invalidateQueries({ queryKey: allConversationsKey });
  else if (conversationIds.length > 0) await refreshRows(cache, changes, conversationIds, arrived);
}

async function refreshRows(cache: QueryClient, changes: LiveChange[], ids: string[], arrived: (rows: Row[]) => void) {
  const rows = await fetchRows(ids);

  for (const query of cache.getQueryCache().findAll({ queryKey: allConversationsKey })) {
    const [, mailboxId, lane] = query.queryKey;
    const here = rows.filter((row) => row.mailboxId === mailboxId && row.lane === lane);
    cache.setQueryData<Pages>(query.queryKey, (data) => data && { ...data, pages: patchPages(data.pages, ids, here) });
  }
  const reread = conversationsOf(changes, "message.changed");
  const examined = conversationsOf(changes, "attachment.changed");
  for (const id of ids) {
    if (reread.has(id)) refreshAll(cache, id);
    else if (examined.has(id)) void cache.invalidateQueries({ queryKey: conversationKey(id) });
    else refreshOpen(cache, id, rows);
  }

  const filed = conversationsOf(changes, "message.filed");
  arrived(rows.filter((row) => filed.has(row.id) && row.unread > 0));
}

function conversationsOf(changes: LiveChange[], kind: string): Set<string | null> {
  return new Set(changes.filter((change) => change.kind === kind).map(({ conversationId }) => conversationId));
}

/** What somebody has read changes the row of an open conversation, not its messages: those are asked for only when there are others. */
function refreshOpen(cache: QueryClient, id: string, rows: Row[]) {
  const key = conversationKey(id);
  const row = rows.find((fresh) => fresh.id === id);
  const open = cache.getQueryData<Conversation>(key);
  if (open && row && row.messageCount === open.conversation.messageCount) cache.setQueryData(key, { ...open, conversation: row });
  else void cache.invalidateQueries({ queryKey: key });
}

/** A message says something else now: a newer reader read its mail. */
function refreshAll(cache: QueryClient, id: string) {
  const key = conversationKey(id);
  for (const message of cache.getQueryData<Conversation>(key)?.messages ?? [])
    void cache.invalidateQueries({ queryKey: bodyKey(message.id) });
  void cache.invalidateQueries({ queryKey: key });
}

function unique(ids: (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
