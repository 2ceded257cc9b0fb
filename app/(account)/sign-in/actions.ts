"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { formatDuration } from "@/app/_ui/numbers";
import { signInForm } from "@/lib/workspaces/schema";
import { signIn } from "@/lib/workspaces/sign-in";

export interface SignInState {
  /** Kept in the form after a refusal. */
  email?: string;
  refusal?: { tone: "failed" | "waiting"; words: string };
}

export async function signInByPassword(_before: SignInState, data: FormData): Promise<SignInState> {
  const { email, password } = signInForm.parse(Object.fromEntries(data));
  const result = await signIn(await headers(), { email, password });
  if (result.ok) redirect("/");

  if (result.reason === "too-many-tries")
    return { email, refusal: { tone: "waiting", words: `Too many tries. Wait ${formatDuration(result.waitMs)}, or use a sign-in link.` } };
  return { email, refusal: { tone: "failed", words: "No account has this e-mail address and password." } };
}
