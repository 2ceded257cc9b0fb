import "server-only";
import { hashPassword } from "better-auth/crypto";
import { and, eq, ne } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { users, type Workspace, workspaces } from "@/db/schema";
import { findWorkspace, insertMailbox, insertOwner, insertWorkspace, lockSetUp, type NewMailbox } from "./set-up";

/** `name` and `password` of an account that exists already: the name stays, the password is replaced. */
export interface NewOwner {
  email: string;
  name: string;
  password?: string | undefined;
}

export function createWorkspace(name: string): Promise<Workspace> {
  return db.transaction((tx) => insertWorkspace(tx, name));
}

/** The installation's first workspace, made when there is none. Safe at once. */
export async function createWorkspaceOnce(name: string): Promise<Workspace> {
  return db.transaction(async (tx) => {
    await lockSetUp(tx);
    return (await findWorkspace(tx)) ?? (await insertWorkspace(tx, name));
  });
}

/**
 * Makes somebody an owner of the installation's first workspace, which is made with them when there is none.
 * Safe to repeat, also at once: one address is one account.
 */
export async function createOwner({ email, name, password }: NewOwner) {
  const passwordHash = password === undefined ? undefined : await hashPassword(password);

  return db.transaction(async (tx) => {
    await lockSetUp(tx);
    const { id: workspaceId } = (await findWorkspace(tx)) ?? (await insertWorkspace(tx, "Mailroom"));
    return { workspaceId, ...(await insertOwner(tx, workspaceId, { email, name, passwordHash })) };
  });
}

/** An address leads to one mailbox of a workspace, and names are unique in it: a second claim is refused, and changes nothing. */
export function createMailbox(workspaceId: WorkspaceId, mailbox: NewMailbox) {
  return db.transaction((tx) => insertMailbox(tx, workspaceId, mailbox));
}

export async function markDemoPosted(workspaceId: WorkspaceId) {
  await db.update(workspaces).set({ demoPending: false }).where(eq(workspaces.id, workspaceId));
}

export async function renameUser(userId: string, name: string) {
  await db.update(users).set({ name, updatedAt: new Date() }).where(eq(users.id, userId));
}

/** False when somebody else has that address. */
export async function changeEmail(userId: string, email: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lockSetUp(tx);
    const address = email.trim().toLowerCase();
    const [taken] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.email, address), ne(users.id, userId)));
    if (!taken) await tx.update(users).set({ email: address, updatedAt: new Date() }).where(eq(users.id, userId));
    return !taken;
  });
}
