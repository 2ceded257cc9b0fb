import "server-only";
import type { WorkspaceId } from "@/db/columns";
import { countDead } from "@/lib/operations/queries";
import { listMailboxes } from "@/lib/workspaces/queries";
import { countUnread } from "./queries";

/** What stands beside the list: mailboxes by name with what this person has not read, and how many deliveries failed. */
export async function listMailboxSummaries(workspaceId: WorkspaceId, userId: string) {
  const [mailboxes, failed] = await Promise.all([listMailboxes(workspaceId), countDead(workspaceId)]);
  const ids = mailboxes.map(({ id }) => id);
  const unread = await countUnread(workspaceId, ids, userId);
  return { mailboxes: mailboxes.map(({ id, name }) => ({ id, name, unread: unread.get(id) ?? 0 })), failed };
}

export type MailboxSummaries = Awaited<ReturnType<typeof listMailboxSummaries>>;
export type MailboxSummary = MailboxSummaries["mailboxes"][number];
