"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { env } from "@/env";
import { requireMember } from "@/lib/workspaces/gate";
import { addMember, changeRole, type MemberChanged, removeMember } from "@/lib/workspaces/members";
import { reachedOrigin } from "@/lib/workspaces/origin";
import { memberChange, memberForm } from "@/lib/workspaces/schema";

export interface AddState {
  added?: { name: string; signInUrl: string };
  refusal?: string;
  /** Stays in the form after a refusal. */
  kept?: { name: string; email: string };
}

const ADD_REFUSALS = {
  "not-allowed": "You may not add members with this role.",
  "member-already": "This person is a member already.",
  elsewhere: "This address has an account in another workspace.",
};

const CHANGE_REFUSALS = {
  "not-allowed": "You may not change this member.",
  "last-owner": "A workspace needs an owner: make somebody else one first.",
};

export async function add(_before: AddState, data: FormData): Promise<AddState> {
  const viewer = await requireMember();
  const { name, email, role } = memberForm.parse(Object.fromEntries(data));

  const added = await addMember(viewer, { name, email, role });
  if (!added.ok) return { refusal: ADD_REFUSALS[added.reason], kept: { name, email } };
  refresh();
  const origin = env().MAILROOM_URL ?? reachedOrigin(await headers()) ?? "";
  return { added: { name, signInUrl: origin + added.signInPath } };
}

/** Both return why not, undefined when it is done. */
export async function giveRole(userId: string, role: string): Promise<string | undefined> {
  const viewer = await requireMember();
  const change = memberChange.parse({ userId, role });
  return told(await changeRole(viewer, change.userId, change.role));
}

export async function remove(userId: string): Promise<string | undefined> {
  const viewer = await requireMember();
  return told(await removeMember(viewer, memberChange.shape.userId.parse(userId)));
}

function told(changed: MemberChanged): string | undefined {
  if (!changed.ok) return CHANGE_REFUSALS[changed.reason];
  refresh();
  return undefined;
}
