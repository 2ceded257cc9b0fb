import { queryOptions } from "@tanstack/react-query";
import type { ShownBody } from "@/lib/conversations/message-body";
import { api } from "./api";
import { bodyKey } from "./keys";
import type { Wire } from "./wire";

export type MessageBody = Wire<ShownBody>;

export function messageBodyQuery(messageId: string) {
  return queryOptions({
    queryKey: bodyKey(messageId),
    queryFn: ({ signal }) => api<MessageBody>(`/api/v1/messages/${messageId}/body`, { signal }),
  });
}
