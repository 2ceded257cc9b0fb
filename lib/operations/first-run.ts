import "server-only";
import { db, type Tx } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { env } from "@/env";
import { forgetSources } from "@/lib/inbound/door-source";
import { insertSource } from "@/lib/inbound/mutations";
import { listSources } from "@/lib/inbound/queries";
import { findFirstWorkspace, findOwner } from "@/lib/workspaces/queries";
import { findWorkspace, hasOwner, insertMailbox, insertOwner, insertWorkspace, lockSetUp } from "@/lib/workspaces/set-up";
import { issueSignInLink } from "@/lib/workspaces/sign-in-link";
import { endpointOf } from "./sender";

/** Where mail for the first mailbox may be addressed; the source leads everything else there too. */
export const SUPPORT_ADDRESS = "support@mailroom.localhost";

export interface FirstRun {
  /** This start made the installation. At most one ever says so. */
  first: boolean;
  /** Signs the owner in once. Missing when they can come in by themselves. */
  signInUrl?: string;
  /** Where providers post mail to, while there is one such address. */
  endpoint?: string;
}

/**
 * Makes the very first workspace with its owner, mailbox and endpoint, whole or not at all, and says how to get in. Safe to
 * call at every start and from several processes at once. `origin` is where people reach this installation.
 */
export async function firstRun(origin: string): Promise<FirstRun> {
  const first = await db.transaction(makeInstallation);
  forgetSources();

  const workspace = await findFirstWorkspace();
  if (!workspace) return { first };
  const owner = await findOwner(workspace.id);
  const path = owner && !owner.canSignIn ? await issueSignInLink(owner.email) : undefined;
  const [source, another] = await listSources(workspace.id);
  return {
    first,
    ...(path && { signInUrl: origin + path }),
    ...(source && !another && { endpoint: endpointOf(source, origin) }),
  };
}

async function makeInstallation(tx: Tx): Promise<boolean> {
  await lockSetUp(tx);
  const { MAILROOM_OWNER_EMAIL, MAILROOM_DEMO } = env();
  const found = await findWorkspace(tx);
  const { id } = found ?? (await insertWorkspace(tx, "Mailroom", { demoPending: MAILROOM_DEMO }));

  // Commands may have made a workspace before, and nobody who could come in.
  if (!(await hasOwner(tx, id))) await insertOwner(tx, id, { email: MAILROOM_OWNER_EMAIL, name: "Owner" });
  if (!found) await insertEndpoint(tx, id);
  return !found;
}

async function insertEndpoint(tx: Tx, workspaceId: WorkspaceId) {
  const support = await insertMailbox(tx, workspaceId, { name: "Support", addresses: [SUPPORT_ADDRESS] });
  if (!support.ok) throw new Error(`A new workspace has no room for its mailbox: ${support.reason}`);
  await insertSource(tx, workspaceId, {
    name: "Support",
    key: "support",
    scheme: "webhook",
    defaultMailboxId: support.mailbox.id,
    revealable: true,
  });
}
