"use client";

import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { send } from "@/app/_data/api";
import type { Conversation, ConversationsPage, Row } from "@/app/_data/conversations";
import { conversationKey, conversationsKey, mailboxesKey } from "@/app/_data/keys";
import { editRow } from "@/app/_data/patch-pages";

/** Passing through a conversation on the way to another does not count as reading it. */
const DWELL_MS = 350;

/** A conversation in sight becomes read after a moment, and again when more comes while one looks. Both ways at once on screen, undone if refused. */
export function useMarkRead(conversation: Row) {
  const cache = useQueryClient();
  const { id, messageCount, unread } = conversation;

  const mark = (nowUnread: number, tell: () => Promise<unknown>) => {
    showUnread(cache, conversation, nowUnread);
    tell()
      .catch(() => showUnread(cache, conversation, unread))
      .finally(() => cache.invalidateQueries({ queryKey: mailboxesKey }));
  };
  const markRead = () => mark(0, () => send("PUT", `/api/v1/conversations/${id}/read`, { seen: messageCount }));
  const markUnread = () => mark(1, () => send("DELETE", `/api/v1/conversations/${id}/read`));

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what arrives makes it read again; marking it unread by hand must last.
  useEffect(() => {
    if (unread === 0) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(markRead, DWELL_MS);
    };
    wait();
    document.addEventListener("visibilitychange", wait);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wait);
    };
  }, [id, messageCount]);

  return { markRead, markUnread };
}

function showUnread(cache: QueryClient, { id, mailboxId, lane }: Row, unread: number) {
  const edit = (row: Row) => ({ ...row, unread });
  cache.setQueryData<InfiniteData<ConversationsPage, string | null>>(
    conversationsKey(mailboxId, lane),
    (data) => data && { ...data, pages: editRow(data.pages, id, edit) },
  );
  cache.setQueryData<Conversation>(conversationKey(id), (data) => data && { ...data, conversation: edit(data.conversation) });
}
