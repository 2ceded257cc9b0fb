import { queryOptions } from "@tanstack/react-query";
import type { ShownText } from "@/lib/attachments/read-text";
import { api } from "./api";

/** The beginning of a text file. Files never change. */
export function fileTextQuery(attachmentId: string) {
  return queryOptions({
    queryKey: ["file-text", attachmentId],
    queryFn: ({ signal }) => api<ShownText>(`/api/v1/attachments/${attachmentId}/text`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
