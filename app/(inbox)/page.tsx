import { redirect } from "next/navigation";
import { mailboxPath } from "@/app/_shell/paths";
import { requireMember } from "@/lib/workspaces/gate";
import { listMailboxes } from "@/lib/workspaces/queries";
import { NoMailbox } from "./_components/no-mailbox";

/** The inbox opens on the first mailbox. */
export default async function InboxPage() {
  const { workspaceId } = await requireMember();
  const [first] = await listMailboxes(workspaceId);
  if (first) redirect(mailboxPath(first.id));
  return <NoMailbox />;
}
