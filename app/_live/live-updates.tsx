"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo } from "react";
import type { Row } from "@/app/_data/conversations";
import { useAnnounce } from "@/app/_ui/announcer";
import { followFeed } from "./live-cache";
import { LineProvider } from "./use-line";

/** Keeps everything below it up to date. */
export function LiveUpdates({ viewerId, cursor, children }: { viewerId: string; cursor: number; children: ReactNode }) {
  const cache = useQueryClient();
  const announce = useAnnounce();

  const arrived = useCallback(
    (rows: Row[]) => {
      const [first] = rows;
      if (first) announce(rows.length === 1 ? `New mail: ${first.subject || "no subject"}` : `${rows.length} new mails`);
    },
    [announce],
  );
  const onEvent = useMemo(() => followFeed(cache, arrived), [cache, arrived]);

  return (
    <LineProvider viewerId={viewerId} cursor={cursor} onEvent={onEvent}>
      {children}
    </LineProvider>
  );
}
