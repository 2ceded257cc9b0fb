import { z } from "zod";
import { createOwner } from "@/lib/workspaces/mutations";
import { MIN_PASSWORD_LENGTH } from "@/lib/workspaces/password";
import { findOwner } from "@/lib/workspaces/queries";
import { issueSignInLink } from "@/lib/workspaces/sign-in-link";
import { publicOrigin } from "./address";
import { command } from "./command";
import { Refused } from "./errors";
import { getWorkspaceId } from "./workspace";

const email = z.email({ error: "is not an e-mail address" });

const ownerCreate = command({
  name: "owner create",
  about: "Make an account that owns the workspace, and a link that signs it in once",
  options: {
    email: { value: "<address>", about: "what the owner signs in with" },
    name: { value: "<name>", about: "what others see; the address's first part when left out" },
    password: { value: "<password>", about: `at least ${MIN_PASSWORD_LENGTH} characters; can be set later in the browser` },
  },
  schema: z.object({
    email,
    name: z.string().trim().min(1).max(100).optional(),
    password: z.string().min(MIN_PASSWORD_LENGTH, `takes at least ${MIN_PASSWORD_LENGTH} characters`).max(128).optional(),
  }),
  async does({ email, name, password }) {
    const { userId, workspaceId, created } = await createOwner({ email, name: name ?? email.split("@")[0] ?? email, password });
    const signInUrl = await linkFor(email);
    return {
      json: { userId, workspaceId, email: email.toLowerCase(), created, signInUrl },
      lines: [`${created ? "Created" : "Already there:"} owner ${email}`, `Sign in once, within a day: ${signInUrl}`],
    };
  },
});

const ownerLink = command({
  name: "owner link",
  about: "Make a link that signs an account in once, for somebody without a password",
  options: { email: { value: "<address>", about: "whose; the first owner's when left out" } },
  schema: z.object({ email: email.optional() }),
  async does({ email }) {
    const address = email ?? (await findOwner(await getWorkspaceId()))?.email;
    if (!address) throw new Refused("the workspace has no owner yet: make one with `owner create`");
    const signInUrl = await linkFor(address);
    return { json: { email: address, signInUrl }, lines: [signInUrl] };
  },
});

export const ownerCommands = [ownerCreate, ownerLink];

async function linkFor(email: string): Promise<string> {
  const path = await issueSignInLink(email);
  if (!path) throw new Refused(`nobody has the address ${email}`);
  return (await publicOrigin()) + path;
}
