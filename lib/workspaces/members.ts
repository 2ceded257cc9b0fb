import "server-only";
import { and, eq } from "drizzle-orm";
import { db, type Tx } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { members, sessions, users } from "@/db/schema";
import type { Viewer } from "./gate";
import { type Role, rolesWithin } from "./roles";
import { lockSetUp } from "./set-up";
import { issueSignInLink } from "./sign-in-link";

export type MemberAdded =
  /** `signInPath` lets them in once: there is no other way to reach them. */
  | { ok: true; signInPath: string }
  /** `elsewhere`: the account belongs to another workspace, and a link to it is not ours to give. */
  | { ok: false; reason: "not-allowed" | "member-already" | "elsewhere" };

export type MemberChanged = { ok: true } | { ok: false; reason: "not-allowed" | "last-owner" };

/** Makes somebody a member, with a new account if they have none, and the link they come in with. */
export async function addMember(viewer: Viewer, { email, name, role }: { email: string; name: string; role: Role }): Promise<MemberAdded> {
  if (!rolesWithin(viewer.role).includes(role)) return { ok: false, reason: "not-allowed" };

  const refused = await db.transaction(async (tx) => {
    await lockSetUp(tx);
    const [created] = await tx.insert(users).values({ email, name, emailVerified: true }).onConflictDoNothing().returning();
    const [user] = created ? [created] : await tx.select().from(users).where(eq(users.email, email));
    if (!user) throw new Error(`No account for ${email}`);

    const [membership] = await tx.select().from(members).where(eq(members.userId, user.id)).limit(1);
    if (membership) return (await isMember(tx, viewer.workspaceId, user.id)) ? "member-already" : "elsewhere";
    await tx.insert(members).values({ workspaceId: viewer.workspaceId, userId: user.id, role });
    return undefined;
  });
  if (refused) return { ok: false, reason: refused };

  const signInPath = await issueSignInLink(email);
  if (!signInPath) throw new Error(`No account for ${email}`);
  return { ok: true, signInPath };
}

/** A workspace keeps an owner, also when its owners demote each other at once. */
export function changeRole(viewer: Viewer, userId: string, role: Role): Promise<MemberChanged> {
  return changeMember(viewer, userId, role, async (tx, member) => {
    await tx.update(members).set({ role }).where(member);
  });
}

/** Their sessions here end with it; what they wrote stays. */
export function removeMember(viewer: Viewer, userId: string): Promise<MemberChanged> {
  return changeMember(viewer, userId, "member", async (tx, member) => {
    await tx.delete(members).where(member);
    await tx.delete(sessions).where(and(eq(sessions.userId, userId), eq(sessions.activeWorkspaceId, viewer.workspaceId)));
  });
}

type Change = (tx: Tx, member: ReturnType<typeof memberOf>) => Promise<void>;

/** `leaves` is the role they have afterwards, as far as owners are counted. */
function changeMember(viewer: Viewer, userId: string, leaves: Role, change: Change): Promise<MemberChanged> {
  return db.transaction(async (tx) => {
    await lockSetUp(tx);
    const member = memberOf(viewer.workspaceId, userId);
    const [found] = await tx.select({ role: members.role }).from(members).where(member);

    const within = rolesWithin(viewer.role);
    if (!found || !within.includes(found.role) || !within.includes(leaves)) return { ok: false, reason: "not-allowed" };
    if (found.role === "owner" && leaves !== "owner" && (await countOwners(tx, viewer.workspaceId)) === 1)
      return { ok: false, reason: "last-owner" };

    await change(tx, member);
    return { ok: true };
  });
}

function memberOf(workspaceId: WorkspaceId, userId: string) {
  return and(eq(members.workspaceId, workspaceId), eq(members.userId, userId));
}

function countOwners(tx: Tx, workspaceId: WorkspaceId): Promise<number> {
  return tx.$count(members, and(eq(members.workspaceId, workspaceId), eq(members.role, "owner")));
}

async function isMember(tx: Tx, workspaceId: WorkspaceId, userId: string): Promise<boolean> {
  return (await tx.$count(members, memberOf(workspaceId, userId))) > 0;
}
