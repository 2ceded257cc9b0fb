import { useInfiniteQuery } from "@tanstack/react-query";
import { type Conversation, conversationsQuery, foundConversationsQuery } from "@/app/_data/conversations";
import { useSettled } from "@/app/_ui/use-settled";

/** How long typing rests before the server is asked. */
const REST_MS = 150;

/** The conversations to choose from, beside `opened`: related and newest ones, or those that have the words typed. */
export function useChoices({ conversation, related }: Conversation, typed: string) {
  const words = typed.trim();
  const settled = useSettled(words, REST_MS);
  const newest = useInfiniteQuery(conversationsQuery(conversation.mailboxId, conversation.lane));
  const found = useInfiniteQuery(foundConversationsQuery(conversation.mailboxId, settled));
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = words ? found : newest;

  const stale = words !== "" && (settled !== words || found.isPlaceholderData || found.isPending);
  const isOther = (id: string) => id !== conversation.id && (words !== "" || !related.some((one) => one.id === id));
  const rows = data?.pages.flatMap((page) => page.conversations).filter(({ id }) => isOther(id)) ?? [];
  const none = !stale && words !== "" && rows.length === 0;
  return {
    related: words ? [] : related,
    rows,
    /** `rows` are not those of the words typed. */
    stale,
    said: error ? error.message : none ? NONE[hasNextPage ? "yet" : "at all"] : undefined,
    older: hasNextPage ? { asking: isFetchingNextPage, ask: () => void fetchNextPage() } : undefined,
  };
}

const NONE = {
  yet: "None among the newest conversations.",
  "at all": "No other conversation of this mailbox has these words in its subject or sender.",
};
