"use client";

import { isServer, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError } from "./api";

const MAX_RETRIES = 2;
const KEPT_MS = 10 * 60_000;

/** One cache per person for the life of the page, so that leaving the inbox and coming back finds it as it was. */
export function DataProvider({ viewerId, children }: { viewerId: string; children: ReactNode }) {
  return <QueryClientProvider client={cacheOf(viewerId)}>{children}</QueryClientProvider>;
}

let kept: { viewerId: string; cache: QueryClient } | undefined;

/** Somebody else's sign-in begins with nothing. On the server every request does. */
function cacheOf(viewerId: string): QueryClient {
  if (isServer) return newCache();
  if (kept?.viewerId !== viewerId) kept = { viewerId, cache: newCache() };
  return kept.cache;
}

function newCache() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Nothing grows stale by age: the live feed says what changed, and a connection that comes back asks again.
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: KEPT_MS,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < MAX_RETRIES && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
        retryDelay: (attempt) => 300 * 2 ** attempt,
      },
    },
  });
}
