import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { MessageBody } from "@/app/_data/bodies";
import { bodyKey } from "@/app/_data/keys";

const KEPT_MS = 60_000;

/**
 * The HTML of a message cleaned a second time, where it will live: two parsers that disagree are how scripts slip through.
 *
 * @param version what `html` is a version of: another one is cleaned anew.
 */
export function cleanedQuery(messageId: string, version: number, html: string) {
  return queryOptions({
    queryKey: ["clean", messageId, version],
    queryFn: async () => (await loadCleaner()).cleanInBrowser(html),
    // Of what is here already: without a network, too.
    networkMode: "always",
    gcTime: KEPT_MS,
  });
}

/** Cleans a body that the cache holds before it is drawn, so that it is drawn at once. */
export async function prefetchCleaned(cache: QueryClient, messageId: string) {
  const { data, dataUpdatedAt = 0 } = cache.getQueryState<MessageBody>(bodyKey(messageId)) ?? {};
  if (data?.html?.ok) await cache.prefetchQuery(cleanedQuery(messageId, dataUpdatedAt, data.html.html));
}

function loadCleaner() {
  return import("./clean-in-browser");
}

// While the page is still being brought to life, and not only when the first mail is there to be cleaned. That one says what went wrong.
if (typeof window !== "undefined") loadCleaner().catch(() => undefined);
