"use client";

import { useQuery } from "@tanstack/react-query";
import { mailboxesQuery } from "@/app/_data/conversations";
import { ConnectionState } from "@/app/_live/connection-state";
import { MenuButton } from "@/app/_shell/menu-button";
import type { Lane } from "@/db/schema";

export function ListHeader({ mailboxId, lane }: { mailboxId: string; lane: Lane }) {
  const { data } = useQuery(mailboxesQuery);
  const mailbox = data?.mailboxes.find(({ id }) => id === mailboxId);

  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b px-2 lg:px-4">
      <MenuButton />
      <h1 className="min-w-0 flex-1 truncate font-semibold text-list">
        {lane === "automated" ? `Automated mail in ${mailbox?.name ?? "this mailbox"}` : mailbox?.name}
      </h1>
      {/* Where the sidebar is out of sight, how fresh the list is stands here. */}
      <ConnectionState className="px-2 lg:hidden" />
      {lane === "inbox" && mailbox && mailbox.unread > 0 && (
        <span className="pr-2 text-ink-faint text-small tabular-nums lg:pr-0">{`${mailbox.unread > 99 ? "99+" : mailbox.unread} unread`}</span>
      )}
    </header>
  );
}
