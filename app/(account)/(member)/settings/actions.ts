"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { requireMember } from "@/lib/workspaces/gate";
import { changeEmail, renameUser } from "@/lib/workspaces/mutations";
import { passwordForm, profileForm } from "@/lib/workspaces/schema";
import { setPassword, signOut } from "@/lib/workspaces/sign-in";

export interface ProfileState {
  done?: string;
  /** Why nothing came of it. */
  failed?: string;
  /** Kept in the form after a refusal. */
  email?: string;
  emailError?: string;
}

export interface PasswordState {
  done?: string;
  failed?: string;
  currentError?: string;
  nextError?: string;
}

export async function saveProfile(_before: ProfileState, data: FormData): Promise<ProfileState> {
  const { userId } = await requireMember();
  const { name, email } = profileForm.parse(Object.fromEntries(data));

  if (!(await changeEmail(userId, email))) return { email, emailError: "Another account has this address." };
  await renameUser(userId, name);
  refresh();
  return { done: "Saved" };
}

export async function savePassword(_before: PasswordState, data: FormData): Promise<PasswordState> {
  const { userId } = await requireMember();
  const { current, next } = passwordForm.parse(Object.fromEntries(data));

  const result = await setPassword(await headers(), userId, { current, next });
  if (result.ok) {
    refresh();
    return { done: "Password saved" };
  }
  switch (result.reason) {
    case "too-short":
      return { nextError: "Too short: at least 10 characters." };
    case "too-long":
      return { nextError: "Too long: at most 128 characters." };
    case "wrong-current":
      return { currentError: "This is not your current password." };
  }
}

export async function endSession() {
  await signOut(await headers());
  redirect("/sign-in");
}
