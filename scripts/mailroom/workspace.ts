import type { WorkspaceId } from "@/db/columns";
import type { Mailbox, Source } from "@/db/schema";
import { listSources } from "@/lib/inbound/queries";
import { createWorkspaceOnce } from "@/lib/workspaces/mutations";
import { listMailboxes } from "@/lib/workspaces/queries";
import { Refused } from "./errors";

// Commands speak of things as people do, by name or key, and of the installation's first workspace.

/** Made with the first command that needs it; its owner comes with `owner create`, or with the first start. */
export async function getWorkspaceId(): Promise<WorkspaceId> {
  return (await createWorkspaceOnce("Mailroom")).id;
}

/** By name or id; without either the only one. */
export async function getMailbox(workspaceId: WorkspaceId, wanted: string | undefined): Promise<Mailbox> {
  const all = await listMailboxes(workspaceId);
  if (wanted === undefined) return only(all, "mailbox", ({ name }) => name);
  const found = all.find(({ id }) => id === wanted) ?? all.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (!found) throw new Refused(`there is no mailbox "${wanted}"`);
  return found;
}

/** By key, id or name; without any the only one. */
export async function getSource(workspaceId: WorkspaceId, wanted: string | undefined): Promise<Source> {
  const all = await listSources(workspaceId);
  if (wanted === undefined) return only(all, "source", ({ key }) => key);
  const found = all.find(({ id, key }) => id === wanted || key === wanted) ?? all.find(({ name }) => name === wanted);
  if (!found) throw new Refused(`there is no source "${wanted}"`);
  return found;
}

function only<T>(all: T[], noun: string, nameOf: (one: T) => string): T {
  const [one, another] = all;
  if (!one) throw new Refused(`there is no ${noun} yet: make one with \`${noun} create\``);
  if (another) throw new Refused(`there are several: say which with --${noun} (${all.map(nameOf).join(", ")})`);
  return one;
}
