"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { hasUnseenSecret } from "@/lib/operations/endpoints";
import { requireMember } from "@/lib/workspaces/gate";
import { mayAdminister } from "@/lib/workspaces/roles";
import { signInByLink } from "@/lib/workspaces/sign-in";

/** Leads to the inbox, or, when there is an endpoint that nobody was told of, to where it is set up. */
export async function signInWithLink(token: string) {
  // Spent in the meantime: the page says so.
  if (!(await signInByLink(await headers(), token))) return refresh();

  const viewer = await requireMember();
  redirect(mayAdminister(viewer) && (await hasUnseenSecret(viewer.workspaceId)) ? "/setup" : "/");
}
