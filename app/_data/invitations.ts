import { queryOptions } from "@tanstack/react-query";
import type { CalendarCard } from "@/lib/mail/calendar";
import { api } from "./api";
import { invitationsKey } from "./keys";
import type { Wire } from "./wire";

export type Invitation = Wire<CalendarCard>;

export function invitationsQuery(messageId: string) {
  return queryOptions({
    queryKey: invitationsKey(messageId),
    queryFn: ({ signal }) => api<{ invitations: Invitation[] }>(`/api/v1/messages/${messageId}/calendar`, { signal }),
  });
}
