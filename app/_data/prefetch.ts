import type { QueryClient } from "@tanstack/react-query";
import { messageBodyQuery } from "./bodies";
import { conversationQuery } from "./conversations";

/** Fetches what opening a conversation will show: its messages and the body of the last one. */
export async function prefetchConversation(cache: QueryClient, conversationId: string) {
  const opened = await cache.ensureQueryData(conversationQuery(conversationId)).catch(() => undefined);
  const last = opened?.messages.at(-1);
  if (last) await cache.prefetchQuery(messageBodyQuery(last.id));
}
