import "server-only";
import type { WorkspaceId } from "@/db/columns";
import { listAttachments } from "@/lib/attachments/queries";
import { listActivities, listRelated } from "./corrections/history";
import { listDeliveryEvents } from "./delivery-events";
import { findConversation, listedMessages, listMessages } from "./queries";

/**
 * A conversation as one reads it: its messages oldest first, each with its attachments and, in a bounce or complaint, what it reports; what it is related to, and what was
 * corrected. Follows merged ids.
 */
export async function openConversation(workspaceId: WorkspaceId, userId: string, id: string) {
  const conversation = await findConversation(workspaceId, userId, id);
  if (!conversation) return undefined;

  const [heads, files, related, activities] = await Promise.all([
    listMessages(workspaceId, conversation.id),
    listAttachments(workspaceId, listedMessages(workspaceId, conversation.id)),
    listRelated(workspaceId, conversation.id),
    listActivities(workspaceId, conversation.id),
  ]);
  // Only reports have events, and few conversations hold one.
  const reports = heads.filter(({ automated }) => automated?.kind === "bounce" || automated?.kind === "complaint").map(({ id }) => id);
  const events = reports.length > 0 ? await listDeliveryEvents(workspaceId, reports) : [];
  const [filesOf, eventsOf] = [groupByMessage(files), groupByMessage(events)];
  const messages = heads.map((head) => ({ ...head, attachments: filesOf.get(head.id) ?? [], events: eventsOf.get(head.id) ?? [] }));
  return { conversation, messages, related, activities };
}

export type OpenConversation = NonNullable<Awaited<ReturnType<typeof openConversation>>>;
export type OpenMessage = OpenConversation["messages"][number];

function groupByMessage<Row extends { messageId: string }>(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.messageId);
    if (group) group.push(row);
    else groups.set(row.messageId, [row]);
  }
  return groups;
}
