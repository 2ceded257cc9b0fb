import { queryOptions } from "@tanstack/react-query";
import type { DownloadRow } from "@/lib/attachments/downloads";
import { api } from "./api";
import type { Wire } from "./wire";

export interface Downloads {
  /** Whether the viewer may download the file at all. */
  allowed: boolean;
  /** Who did, newest first; null for viewers whose business that is not. */
  downloads: Wire<DownloadRow>[] | null;
}

/** Read again whenever it is looked at: nothing tells of downloads as they happen. */
export function downloadsQuery(attachmentId: string) {
  return queryOptions({
    queryKey: ["downloads", attachmentId],
    queryFn: ({ signal }) => api<Downloads>(`/api/v1/attachments/${attachmentId}/downloads`, { signal }),
    staleTime: 0,
  });
}
