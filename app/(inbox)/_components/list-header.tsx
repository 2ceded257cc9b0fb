"use client";

import { useQuery } from "@tanstack/react-query";
import { Menu } from "lucide-react";
import { mailboxesQuery } from "@/app/_data/conversations";
import { useOpenSidebar } from "@/app/_shell/frame";
import { IconButton } from "@/app/_ui/icon-button";

export function ListHeader({ mailboxId }: { mailboxId: string }) {
  const { data } = useQuery(mailboxesQuery);
  const openSidebar = useOpenSidebar();
  const mailbox = data?.mailboxes.find(({ id }) => id === mailboxId);

  return (
    <header className="flex h-12 shrink-0 items-center gap-1 border-b px-2 lg:px-4">
      <IconButton icon={Menu} label="Menu" className="lg:hidden" onClick={openSidebar} />
      <h1 className="min-w-0 flex-1 truncate font-semibold text-list">{mailbox?.name}</h1>
      {mailbox && mailbox.unread > 0 && (
        <span className="text-ink-faint text-small tabular-nums">{`${mailbox.unread > 99 ? "99+" : mailbox.unread} unread`}</span>
      )}
    </header>
  );
}
