import "server-only";
import { and, eq } from "drizzle-orm";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { db } from "@/db/client";
import type { MailboxId, WorkspaceId } from "@/db/columns";
import { type Mailbox, type Member, mailboxes, members } from "@/db/schema";
import { authFor } from "./auth";

// The one place where a request gets its scope (I10): ids that come in by URL, form or event stay plain strings until looked up here.

/** Who is looking, and at which workspace. */
export interface Viewer {
  userId: string;
  name: string;
  email: string;
  workspaceId: WorkspaceId;
  role: Member["role"];
}

/** For pages and server actions. Strangers are sent to the sign-in page. */
export const requireMember = cache(async (): Promise<Viewer> => {
  const request = new Headers(await headers());
  // An action may just have replaced the session: the page drawn after it is to see the new cookie, not the one it came with.
  const jar = (await cookies()).getAll();
  request.set("cookie", jar.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; "));
  return (await findViewer(request)) ?? redirect("/sign-in");
});

/** For route handlers, which answer 401 when there is nobody. A session whose member was removed is nobody's. */
export async function findViewer(headers: Headers): Promise<Viewer | undefined> {
  const signedIn = await authFor(headers).api.getSession({ headers });
  const workspaceId = signedIn?.session.activeOrganizationId;
  if (!signedIn || !workspaceId) return undefined;

  const { id: userId, name, email } = signedIn.user;
  const [member] = await db
    .select({ workspaceId: members.workspaceId, role: members.role })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.workspaceId, workspaceId as WorkspaceId)));
  return member && { userId, name, email, ...member };
}

/** The mailbox, if it is one of the viewer's workspace; anything else does not exist for them. */
export async function findMailbox(viewer: Viewer, id: string) {
  if (!z.uuid().safeParse(id).success) return undefined;
  const [mailbox]: (Mailbox | undefined)[] = await db
    .select()
    .from(mailboxes)
    .where(and(eq(mailboxes.workspaceId, viewer.workspaceId), eq(mailboxes.id, id as MailboxId)));
  return mailbox;
}
