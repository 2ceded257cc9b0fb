import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ImageConsentKind } from "@/db/schema";
import type { ShownBody } from "@/lib/conversations/message-body";
import { api, send } from "./api";
import { allBodiesKey, bodyKey } from "./keys";
import type { Wire } from "./wire";

export type MessageBody = Wire<ShownBody>;

/**
 * Addresses of images are signed for an hour at least. A body older than this is asked for again: while it is on screen too, so that whatever
 * lays it out anew finds addresses that are good, and when the reader comes back to a page that slept.
 */
const FRESH_MS = 50 * 60_000;

/** `images`: the reader asked for its remote images. */
export function messageBodyQuery(messageId: string, { images = false } = {}) {
  return queryOptions({
    queryKey: images ? [...bodyKey(messageId), "images"] : bodyKey(messageId),
    queryFn: ({ signal }) => api<MessageBody>(`/api/v1/messages/${messageId}/body${images ? "?images" : ""}`, { signal }),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
    refetchOnWindowFocus: true,
  });
}

/** A body as it is on screen: with remote images where the reader asked for them. */
export function findShownBody(cache: QueryClient, messageId: string): Promise<MessageBody> {
  const images = cache.getQueryData(messageBodyQuery(messageId, { images: true }).queryKey) !== undefined;
  return cache.ensureQueryData(messageBodyQuery(messageId, { images }));
}

/** Shows remote images of this message's sender, or of their whole domain, from now on. */
export function useAllowImages(messageId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (kind: ImageConsentKind) => send("PUT", `/api/v1/messages/${messageId}/images`, { kind }),
    // Other messages of the same sender too.
    onSuccess: () => cache.invalidateQueries({ queryKey: allBodiesKey }),
  });
}
