import "server-only";
import type { WorkspaceId } from "@/db/columns";
import { countDead } from "@/lib/operations/queries";
import { listMailboxes } from "@/lib/workspaces/queries";
import { countAutomated, countUnread } from "./counts";

/**
 * What stands beside the list: mailboxes by name with what this person has not read and how many conversations are automated, and how
 * many deliveries failed.
 */
export async function listMailboxSummaries(workspaceId: WorkspaceId, userId: string) {
  const [mailboxes, failed] = await Promise.all([listMailboxes(workspaceId), countDead(workspaceId)]);
  const ids = mailboxes.map(({ id }) => id);
  const [unread, automated] = await Promise.all([countUnread(workspaceId, ids, userId), countAutomated(ids)]);
  const counted = mailboxes.map(({ id, name }) => ({ id, name, unread: unread.get(id) ?? 0, automated: automated.get(id) ?? 0 }));
  return { mailboxes: counted, failed };
}

export type MailboxSummaries = Awaited<ReturnType<typeof listMailboxSummaries>>;
export type MailboxSummary = MailboxSummaries["mailboxes"][number];
