import { queryOptions } from "@tanstack/react-query";
import { ApiError } from "./api";
import { sourceKey } from "./keys";

/** Shown of a source, in bytes: a mail may have forty megabytes. */
export const SHOWN_BYTES = 256_000;

/** What has come of a raw mail. */
export interface SourceStart {
  text: string;
  bytes: number;
  /** There is more than is shown. */
  cut: boolean;
}

/** The beginning of a raw mail. What has come is there to see while the rest is on its way. */
export function sourceQuery(messageId: string) {
  return queryOptions({
    queryKey: sourceKey(messageId),
    queryFn: async ({ signal, client, queryKey }) => {
      let last: SourceStart = { text: "", bytes: 0, cut: false };
      for await (last of readStart(messageId, signal)) client.setQueryData(queryKey, last);
      return last;
    },
  });
}

/** Reads no more than is shown, and leaves the rest on the server. */
async function* readStart(messageId: string, signal: AbortSignal): AsyncGenerator<SourceStart> {
  const response = await fetch(`/api/v1/messages/${messageId}/source`, { signal });
  const reader = response.body?.getReader();
  if (!response.ok || !reader) throw new ApiError(response.status, `The server answered ${response.status}.`);

  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    bytes += part.value.length;
    const cut = bytes > SHOWN_BYTES;
    if (cut) await reader.cancel();
    yield { text: cut ? text.slice(0, SHOWN_BYTES) : text, bytes, cut };
    if (cut) return;
  }
  yield { text: text + decoder.decode(), bytes, cut: false };
}
