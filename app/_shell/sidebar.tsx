"use client";

import { useQuery } from "@tanstack/react-query";
import { Bot, FileSearch, Inbox, ListChecks, Settings, Workflow } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { mailboxesQuery } from "@/app/_data/conversations";
import { ConnectionState } from "@/app/_live/connection-state";
import { Count } from "@/app/_ui/badge";
import { mailboxPath, parseSelection } from "./paths";
import { SidebarLink } from "./sidebar-link";
import { ViewerMenu } from "./viewer-menu";

export interface SidebarViewer {
  name: string;
  email: string;
  administers: boolean;
}

/** Where one can go, what waits there, and how fresh the page is. */
export function Sidebar({ viewer, onHelp }: { viewer: SidebarViewer; onHelp(): void }) {
  const pathname = usePathname();
  const { data } = useQuery(mailboxesQuery);
  const here = parseSelection(pathname);

  return (
    <div className="flex h-full flex-col">
      <div className="flex h-12 shrink-0 items-center px-4">
        <Link href="/" prefetch={false} className="rounded-sm font-semibold text-list tracking-tight">
          Mailroom
        </Link>
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <h2 className="px-2 pt-1 pb-1 text-ink-faint text-small">Mailboxes</h2>
        <ul>
          {data?.mailboxes.map(({ id, name, unread, automated }) => (
            <li key={id}>
              <SidebarLink href={mailboxPath(id)} icon={Inbox} current={here?.mailboxId === id && here.lane === "inbox"}>
                <span className={unread > 0 ? "min-w-0 flex-1 truncate font-medium" : "min-w-0 flex-1 truncate"}>{name}</span>
                <Count value={unread} label="unread" />
              </SidebarLink>
              {here?.mailboxId === id && (
                <div className="pl-6">
                  <SidebarLink href={mailboxPath(id, "automated")} icon={Bot} current={here.lane === "automated"}>
                    <span className="min-w-0 flex-1 truncate">Automated</span>
                    <Count value={automated} label="conversations" />
                  </SidebarLink>
                </div>
              )}
            </li>
          ))}
        </ul>
        <h2 className="px-2 pt-4 pb-1 text-ink-faint text-small">Operations</h2>
        <ul>
          <li>
            <SidebarLink href="/deliveries" icon={ListChecks} current={pathname.startsWith("/deliveries")}>
              <span className="flex-1">Deliveries</span>
              {data && data.failed > 0 && (
                <span className="font-medium text-failed text-small tabular-nums">{`${data.failed > 99 ? "99+" : data.failed} failed`}</span>
              )}
            </SidebarLink>
          </li>
          {viewer.administers && (
            <li>
              <SidebarLink href="/reparse" icon={FileSearch} current={pathname.startsWith("/reparse")}>
                Read again
              </SidebarLink>
            </li>
          )}
          {viewer.administers && (
            <li>
              <SidebarLink href="/engine" icon={Workflow} current={pathname.startsWith("/engine")}>
                Engine
              </SidebarLink>
            </li>
          )}
          <li>
            <SidebarLink href="/setup" icon={Settings} current={pathname.startsWith("/setup")}>
              Endpoint set-up
            </SidebarLink>
          </li>
        </ul>
      </nav>
      <div className="shrink-0 border-t px-2 py-2">
        <ConnectionState className="h-7 w-full px-2 hover:bg-hover" />
        <ViewerMenu viewer={viewer} onHelp={onHelp} />
      </div>
    </div>
  );
}
