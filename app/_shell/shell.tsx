import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FilledCache } from "@/app/_data/filled-cache";
import { mailboxesKey } from "@/app/_data/keys";
import { DataProvider } from "@/app/_data/provider";
import { LiveUpdates } from "@/app/_live/live-updates";
import { Announcer } from "@/app/_ui/announcer";
import { listMailboxSummaries } from "@/lib/conversations/sidebar";
import { findFeedEnd } from "@/lib/live/queries";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";
import { Frame } from "./frame";

/** Everything a signed-in page stands in: who looks, the cache, the live line, the sidebar. */
export async function Shell({ children }: { children: ReactNode }) {
  const viewer = await requireMember();
  // Before anything else is read: what changes from here on is told by the line.
  const cursor = await findFeedEnd();
  const cache = new QueryClient();
  cache.setQueryData(mailboxesKey, await listMailboxSummaries(viewer.workspaceId, viewer.userId));

  return (
    <DataProvider viewerId={viewer.userId}>
      <FilledCache json={JSON.stringify(dehydrate(cache))}>
        <Announcer>
          <LiveUpdates viewerId={viewer.userId} cursor={cursor}>
            <Frame viewer={{ name: viewer.name, email: viewer.email, administers: mayAdminister(viewer) }}>{children}</Frame>
          </LiveUpdates>
        </Announcer>
      </FilledCache>
    </DataProvider>
  );
}
