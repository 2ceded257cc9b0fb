import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { findViewer } from "@/lib/workspaces/gate";
import { FrontDoor } from "../_components/front-door";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  if (await findViewer(await headers())) redirect("/");
  return (
    <FrontDoor title="Sign in">
      <SignInForm />
    </FrontDoor>
  );
}
