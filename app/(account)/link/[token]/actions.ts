"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { signInByLink } from "@/lib/workspaces/sign-in";

export async function signInWithLink(token: string) {
  if (await signInByLink(await headers(), token)) redirect("/setup");
  // Spent in the meantime: the page says so.
  refresh();
}
