import "server-only";
import type { WorkspaceId } from "@/db/columns";
import { type AttachmentRow, listAttachments } from "@/lib/attachments/queries";
import { listActivities, listRelated } from "./corrections/history";
import { findConversation, listMessages } from "./queries";

/**
 * A conversation as one reads it: its messages oldest first, each with its attachments; what it is related to, and what was
 * corrected. Follows merged ids.
 */
export async function openConversation(workspaceId: WorkspaceId, userId: string, id: string) {
  const conversation = await findConversation(workspaceId, userId, id);
  if (!conversation) return undefined;

  const [heads, related, activities] = await Promise.all([
    listMessages(workspaceId, conversation.id),
    listRelated(workspaceId, conversation.id),
    listActivities(workspaceId, conversation.id),
  ]);
  const ids = heads.map((head) => head.id);
  const files = groupByMessage(await listAttachments(workspaceId, ids));
  return { conversation, messages: heads.map((head) => ({ ...head, attachments: files.get(head.id) ?? [] })), related, activities };
}

export type OpenConversation = NonNullable<Awaited<ReturnType<typeof openConversation>>>;
export type OpenMessage = OpenConversation["messages"][number];

function groupByMessage(files: AttachmentRow[]): Map<string, AttachmentRow[]> {
  const groups = new Map<string, AttachmentRow[]>();
  for (const file of files) {
    const group = groups.get(file.messageId);
    if (group) group.push(file);
    else groups.set(file.messageId, [file]);
  }
  return groups;
}
