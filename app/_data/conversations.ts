import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Lane } from "@/db/schema";
import type { FirstBody } from "@/lib/conversations/first-body";
import type { OpenConversation, OpenMessage } from "@/lib/conversations/open-conversation";
import type { ConversationRow } from "@/lib/conversations/queries";
import type { MailboxSummaries } from "@/lib/conversations/sidebar";
import { api } from "./api";
import { bodyKey, conversationKey, conversationsKey, foundConversationsKey, mailboxesKey } from "./keys";
import type { Wire } from "./wire";

export type Row = Wire<ConversationRow>;
export type Conversation = Wire<OpenConversation>;
export type Message = Wire<OpenMessage>;

export interface ConversationsPage {
  conversations: Row[];
  /** Where the next page starts; null on the last. */
  next: string | null;
}

export const mailboxesQuery = queryOptions({
  queryKey: mailboxesKey,
  queryFn: ({ signal }) => api<Wire<MailboxSummaries>>("/api/v1/mailboxes", { signal }),
});

export function conversationsQuery(mailboxId: string, lane: Lane) {
  return infiniteQueryOptions({
    queryKey: conversationsKey(mailboxId, lane),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ lane, ...(pageParam === null ? {} : { after: pageParam }) });
      return api<ConversationsPage>(`/api/v1/mailboxes/${mailboxId}/conversations?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** Conversations of both lanes with these words in their subject or senders. What was found stays while more is asked for. */
export function foundConversationsQuery(mailboxId: string, words: string) {
  return infiniteQueryOptions({
    queryKey: foundConversationsKey(mailboxId, words),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ q: words, ...(pageParam === null ? {} : { after: pageParam }) });
      return api<ConversationsPage>(`/api/v1/mailboxes/${mailboxId}/conversations?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled: words !== "",
  });
}

/** Opened for the first time, it brings the body that is read first: asking for that one afterwards would be a way more. */
export function conversationQuery(conversationId: string) {
  const queryKey = conversationKey(conversationId);
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }): Promise<Conversation> => {
      const isKnown = client.getQueryData(queryKey) !== undefined;
      const path = `/api/v1/conversations/${conversationId}${isKnown ? "" : "?body=first"}`;
      const { first, ...opened } = await api<Conversation & { first?: Wire<FirstBody> }>(path, { signal });
      if (first) client.setQueryData(bodyKey(first.messageId), first.body);
      return opened;
    },
  });
}

/** Rows as they are now. Those of `ids` that are missing from the answer are gone, or are another's now. */
export async function fetchRows(ids: string[]): Promise<Row[]> {
  const query = new URLSearchParams(ids.map((id) => ["id", id]));
  return (await api<{ conversations: Row[] }>(`/api/v1/conversations?${query}`)).conversations;
}
