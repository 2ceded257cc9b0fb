import "server-only";
import { and, asc, count, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { MailboxId, WorkspaceId } from "@/db/columns";
import { accounts, mailboxAddresses, mailboxes, members, sessions, users, workspaces } from "@/db/schema";
import { textArray } from "@/db/text-array";
import { routesOf } from "./addresses";

/** The workspace of a small installation, which is the one made first. */
export async function findFirstWorkspace() {
  const [workspace] = await db.select().from(workspaces).orderBy(asc(workspaces.id)).limit(1);
  return workspace;
}

/** The workspace that waits for its demo mails, if any. */
export async function findDemoPending() {
  const [workspace] = await db.select().from(workspaces).where(eq(workspaces.demoPending, true)).limit(1);
  return workspace;
}

/** Where somebody who signs in begins: the workspace they joined first. */
export async function findActiveWorkspace(userId: string): Promise<WorkspaceId | undefined> {
  const [member] = await db
    .select({ workspaceId: members.workspaceId })
    .from(members)
    .where(eq(members.userId, userId))
    .orderBy(asc(members.id))
    .limit(1);
  return member?.workspaceId;
}

/** By name. */
export function listMailboxes(workspaceId: WorkspaceId) {
  return db.select().from(mailboxes).where(eq(mailboxes.workspaceId, workspaceId)).orderBy(asc(mailboxes.name), asc(mailboxes.id));
}

/** By name, each with what routes to it. */
export async function listMailboxesWithAddresses(workspaceId: WorkspaceId) {
  const addresses = await db
    .select({ mailboxId: mailboxAddresses.mailboxId, address: mailboxAddresses.address })
    .from(mailboxAddresses)
    .where(eq(mailboxAddresses.workspaceId, workspaceId))
    .orderBy(asc(mailboxAddresses.address));

  return (await listMailboxes(workspaceId)).map((mailbox) => ({
    ...mailbox,
    addresses: addresses.filter(({ mailboxId }) => mailboxId === mailbox.id).map(({ address }) => address),
  }));
}

export async function findMailboxByName(workspaceId: WorkspaceId, name: string) {
  const [mailbox] = await db
    .select()
    .from(mailboxes)
    .where(and(eq(mailboxes.workspaceId, workspaceId), eq(mailboxes.name, name)));
  return mailbox;
}

export type MailboxRow = Awaited<ReturnType<typeof listMailboxesWithAddresses>>[number];

/**
 * Mailboxes that the envelope recipients of a mail lead to, each once, in the order of the recipients. For each recipient the
 * most exact claim wins: its address, then without `+tag`, then its whole domain.
 */
export async function routeRecipients(workspaceId: WorkspaceId, recipients: string[]): Promise<MailboxId[]> {
  const routes = recipients.map(routesOf);
  const wanted = [...new Set(routes.flat())];
  if (wanted.length === 0) return [];

  const claims = await db.execute<{ address: string; mailboxId: MailboxId }>(sql`
    select address, mailbox_id as "mailboxId" from mailbox_addresses
    where workspace_id = ${workspaceId} and address = any(${textArray(wanted)})`);

  const claimed = new Map(claims.map(({ address, mailboxId }) => [address, mailboxId]));
  const found = routes.map((candidates) => claimed.get(candidates.find((candidate) => claimed.has(candidate)) ?? ""));
  return [...new Set(found.filter((mailboxId) => mailboxId !== undefined))];
}

/** Owners first, then by the time they joined. */
export function listMembers(workspaceId: WorkspaceId) {
  return db
    .select({ userId: users.id, name: users.name, email: users.email, role: members.role, joinedAt: members.createdAt })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.workspaceId, workspaceId))
    .orderBy(asc(members.role), asc(members.id));
}

export type MemberRow = Awaited<ReturnType<typeof listMembers>>[number];

export async function countMembers(workspaceId: WorkspaceId): Promise<number> {
  const [row] = await db.select({ members: count() }).from(members).where(eq(members.workspaceId, workspaceId));
  return row?.members ?? 0;
}

export async function hasPassword(userId: string): Promise<boolean> {
  const [account] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.userId, userId), eq(accounts.providerId, "credential")));
  return account !== undefined;
}

/** The first owner, and whether they can come in by themselves: a start prints a sign-in link for one who cannot. */
export async function findOwner(workspaceId: WorkspaceId, now = new Date()) {
  const [owner] = await db
    .select({ id: users.id, email: users.email, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.workspaceId, workspaceId), eq(members.role, "owner")))
    .orderBy(asc(members.id))
    .limit(1);
  return owner && { ...owner, canSignIn: (await hasSession(owner.id, now)) || (await hasPassword(owner.id)) };
}

async function hasSession(userId: string, now: Date) {
  const [session] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .limit(1);
  return session !== undefined;
}
