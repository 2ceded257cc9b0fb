import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { DownloadRow } from "@/lib/attachments/downloads";
import { api, send } from "./api";
import type { Wire } from "./wire";

export interface Downloads {
  /** Whether the viewer may download the file at all. */
  allowed: boolean;
  /** Whether the virus scanner can be asked to look at it. */
  scannable: boolean;
  /** Who did, newest first; null for viewers whose business that is not. */
  downloads: Wire<DownloadRow>[] | null;
}

/** Read again whenever it is looked at, and with every word of the scanner: nothing tells of downloads as they happen. */
export function downloadsQuery(attachmentId: string, scan: string) {
  return queryOptions({
    queryKey: ["downloads", attachmentId, scan],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api<Downloads>(`/api/v1/attachments/${attachmentId}/downloads`, { signal }),
    staleTime: 0,
  });
}

/** Has a file scanned. What comes of it is told as any change. */
export function useScanAgain(attachmentId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => send("POST", `/api/v1/attachments/${attachmentId}/scan`),
    onSettled: () => cache.invalidateQueries({ queryKey: ["downloads", attachmentId] }),
  });
}
