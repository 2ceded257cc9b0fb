import "server-only";
import { directDatabaseUrl } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { singleton, takeSingleton } from "@/db/singleton";
import { FEED_CHANNEL } from "./announce";
import { type LiveChange, toChange } from "./channel";
import { type FeedReader, openFeedReader } from "./feed-reader";
import { listen } from "./listener";

/** How often we look without having been told to: LISTEN is quick but promises nothing. */
const SAFETY_POLL_MS = 15_000;
/** The same where notifications do not reach us at all. */
const DEAF_POLL_MS = 2_000;

export interface Subscriber {
  workspaceId: WorkspaceId;
  userId: string;
  change(change: LiveChange, inOrder: boolean): void;
  /** This process ends. */
  close(): void;
}

export interface LiveFeed {
  /**
   * Told of every change of the workspace from the moment this resolves: what to replay is read after it. Returns how to
   * stop. Rejects when the database cannot be reached.
   */
  subscribe(subscriber: Subscriber): Promise<() => void>;
  close(): Promise<void>;
}

/** The one listener of this process, started by the first subscriber. */
export function liveFeed(): LiveFeed {
  return singleton("live", () => openLiveFeed(directDatabaseUrl()));
}

/** Ends every stream and the listener, for whoever shuts the process down: open streams keep a server from closing. */
export async function closeLive() {
  await takeSingleton<LiveFeed>("live")?.close();
}

/** `subscribe` fans out in memory: a thousand browsers cost one database connection. */
export function openLiveFeed(url: string): LiveFeed {
  const subscribers = new Set<Subscriber>();
  let opening: Promise<FeedReader> | undefined;
  let looking: Promise<number> | undefined;
  let again = false;
  let notifications = 0;
  let deaf = false;
  let closed = false;
  let poll: NodeJS.Timeout | undefined;

  const listener = listen(url, FEED_CHANNEL, (heard) => {
    if (heard) {
      notifications++;
      deaf = false;
    }
    void look();
  });

  /** Tells what is new and answers how many rows that was. Asked while it looks, it looks once more before it answers. */
  function look(): Promise<number> {
    again = true;
    looking ??= lookWhileAsked().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function lookWhileAsked() {
    let told = 0;
    while (again && opening && !closed) {
      again = false;
      try {
        const some = await tell(await opening);
        told += some;
        // A read is bounded: there may be more.
        if (some > 0) again = true;
      } catch {
        // The database is away. The listener wakes us when it is back, and the poll tries meanwhile.
        return told;
      }
    }
    return told;
  }

  async function tell(reader: FeedReader): Promise<number> {
    const rows = await reader.read();
    for (const { row, inOrder } of rows) {
      for (const subscriber of subscribers) {
        if (subscriber.workspaceId !== row.workspaceId || (row.userId && row.userId !== subscriber.userId)) continue;
        subscriber.change(toChange(row), inOrder);
      }
    }
    return rows.length;
  }

  function schedulePoll() {
    clearTimeout(poll);
    if (closed) return;
    poll = setTimeout(() => void pollOnce().finally(schedulePoll), deaf || !listener.connected ? DEAF_POLL_MS : SAFETY_POLL_MS);
    poll.unref();
  }

  async function pollOnce() {
    if (subscribers.size === 0) return;
    const before = notifications;
    const told = await look();
    // Found by looking and not by being told: notifications do not get through to us.
    if (told > 0 && notifications === before) deaf = true;
  }

  /** A failed start must not be remembered: the next subscriber tries anew. */
  function open(): Promise<FeedReader> {
    opening ??= openFeedReader().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  schedulePoll();

  return {
    async subscribe(subscriber) {
      await open();
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    async close() {
      closed = true;
      clearTimeout(poll);
      for (const subscriber of subscribers) subscriber.close();
      subscribers.clear();
      await listener.close();
    },
  };
}
