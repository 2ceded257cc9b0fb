"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { SearchX, TriangleAlert } from "lucide-react";
import { useEffect } from "react";
import { ApiError } from "@/app/_data/api";
import { conversationQuery } from "@/app/_data/conversations";
import { prefetchConversation } from "@/app/_data/prefetch";
import { prefetchCleaned } from "@/app/_mail/cleaned";
import { conversationPath } from "@/app/_shell/paths";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { ConversationSkeleton } from "./conversation-skeleton";
import { ConversationView, type ConversationViewProps } from "./conversation-view";

type ConversationPaneProps = Omit<ConversationViewProps, "opened"> & { conversationId: string };

/** The open conversation, or why it cannot be shown. */
export function ConversationPane({ conversationId, onClose, ...told }: ConversationPaneProps) {
  const { data, error, refetch } = useQuery(conversationQuery(conversationId));
  const moved = data && data.conversation.id !== conversationId ? data.conversation : undefined;

  // The body that is read first is made ready while its messages are still being drawn.
  const cache = useQueryClient();
  useEffect(() => void prepare(cache, conversationId), [cache, conversationId]);

  // Merged into another: the address follows.
  useEffect(() => {
    if (moved) window.history.replaceState(null, "", conversationPath(moved.mailboxId, moved.id, moved.lane));
  }, [moved]);

  if (data) return <ConversationView opened={data} onClose={onClose} {...told} />;
  if (!error) return <ConversationSkeleton />;
  if (error instanceof ApiError && error.status === 404)
    return (
      <EmptyState icon={SearchX} title="This conversation does not exist" action={<Button onClick={onClose}>Back to the list</Button>}>
        It was deleted, or belongs to another workspace.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={TriangleAlert}
      title="The conversation could not be loaded"
      action={<Button onClick={() => void refetch()}>Try again</Button>}
    >
      {error.message}
    </EmptyState>
  );
}

async function prepare(cache: QueryClient, conversationId: string) {
  const messageId = await prefetchConversation(cache, conversationId);
  if (messageId !== undefined) await prefetchCleaned(cache, messageId);
}
