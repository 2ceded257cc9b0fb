import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type MailboxId, newId, type WorkspaceId } from "@/db/columns";
import { accounts, type Mailbox, mailboxAddresses, mailboxes, members, users, type Workspace, workspaces } from "@/db/schema";
import { normaliseAddress } from "./addresses";

// The pieces an installation is set up from, each joining its caller's transaction, so that a first start makes all of it or nothing.

export interface NewMailbox {
  name: string;
  /** `help@acme.test`, or `@acme.test` for all of a domain. */
  addresses: string[];
}

export type MailboxInserted =
  | { ok: true; mailbox: Mailbox; addresses: string[] }
  | { ok: false; reason: "name-taken" }
  | { ok: false; reason: "address-taken" | "not-an-address"; address: string };

/** Whoever sets up goes one at a time, over all processes, until the transaction ends. */
export async function lockSetUp(tx: Tx) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('mailroom.set-up'))`);
}

/** The first workspace of the installation. */
export async function findWorkspace(tx: Tx) {
  const [workspace] = await tx.select().from(workspaces).orderBy(asc(workspaces.id)).limit(1);
  return workspace;
}

export async function insertWorkspace(tx: Tx, name: string, { demoPending = false } = {}): Promise<Workspace> {
  const id = newId() as WorkspaceId;
  const slug = `${slugOf(name)}-${id.slice(-6)}`;
  const [workspace] = await tx.insert(workspaces).values({ id, name, slug, demoPending }).returning();
  if (!workspace) throw new Error("Postgres returned no workspace");
  return workspace;
}

export async function hasOwner(tx: Tx, workspaceId: WorkspaceId): Promise<boolean> {
  const [owner] = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.role, "owner")))
    .limit(1);
  return owner !== undefined;
}

/** The caller holds the set-up lock. */
export async function insertOwner(
  tx: Tx,
  workspaceId: WorkspaceId,
  owner: { email: string; name: string; passwordHash?: string | undefined },
) {
  const email = owner.email.trim().toLowerCase();
  // Whoever runs the installation vouches for the address.
  const [inserted] = await tx.insert(users).values({ email, name: owner.name, emailVerified: true }).onConflictDoNothing().returning();
  const [user] = inserted ? [inserted] : await tx.select().from(users).where(eq(users.email, email));
  if (!user) throw new Error(`No account for ${email}`);

  await tx
    .insert(members)
    .values({ workspaceId, userId: user.id, role: "owner" })
    .onConflictDoUpdate({ target: [members.workspaceId, members.userId], set: { role: "owner" } });
  if (owner.passwordHash) await setPasswordHash(tx, user.id, owner.passwordHash);
  return { userId: user.id, created: inserted !== undefined };
}

export async function insertMailbox(tx: Tx, workspaceId: WorkspaceId, { name, addresses }: NewMailbox): Promise<MailboxInserted> {
  const wanted: string[] = [];
  for (const address of addresses) {
    const normal = normaliseAddress(address);
    if (!normal) return { ok: false, reason: "not-an-address", address };
    if (!wanted.includes(normal)) wanted.push(normal);
  }

  await lockSetUp(tx);
  const [taken] = await tx
    .select({ address: mailboxAddresses.address })
    .from(mailboxAddresses)
    .where(and(eq(mailboxAddresses.workspaceId, workspaceId), inArray(mailboxAddresses.address, wanted)));
  if (taken) return { ok: false, reason: "address-taken", address: taken.address };

  const id = newId() as MailboxId;
  const [mailbox] = await tx.insert(mailboxes).values({ id, workspaceId, name }).onConflictDoNothing().returning();
  if (!mailbox) return { ok: false, reason: "name-taken" };

  if (wanted.length > 0) await tx.insert(mailboxAddresses).values(wanted.map((address) => ({ workspaceId, mailboxId: id, address })));
  return { ok: true, mailbox, addresses: wanted };
}

async function setPasswordHash(tx: Tx, userId: string, password: string) {
  await tx
    .insert(accounts)
    .values({ userId, providerId: "credential", accountId: userId, password })
    .onConflictDoUpdate({ target: [accounts.providerId, accounts.accountId], set: { password, updatedAt: new Date() } });
}

function slugOf(name: string) {
  return (
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "") || "workspace"
  );
}
