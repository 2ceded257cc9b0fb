import type { QueryClient } from "@tanstack/react-query";
import { firstToRead } from "@/lib/conversations/first-to-read";
import { messageBodyQuery } from "./bodies";
import { conversationQuery } from "./conversations";

/** Nothing was begun for so long: what is open is there. */
const QUIET_MS = 100;

/** Fetches what opening a conversation will show: its messages and the body of the one that is read first. Answers its id. */
export async function prefetchConversation(cache: QueryClient, conversationId: string): Promise<string | undefined> {
  const opened = await cache.ensureQueryData(conversationQuery(conversationId)).catch(() => undefined);
  const first = opened && firstToRead(opened.messages, opened.conversation);
  if (first) await cache.prefetchQuery(messageBodyQuery(first.id));
  return first?.id;
}

/** The same once there is nothing else to fetch or to clean: what is read now goes first. Answers how to call it off. */
export function prefetchLater(cache: QueryClient, conversationId: string): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (cache.isFetching() > 0) return;
      stop();
      void prefetchConversation(cache, conversationId);
    }, QUIET_MS);
  };
  const stop = cache.getQueryCache().subscribe(look);
  look();
  return () => {
    clearTimeout(timer);
    stop();
  };
}
