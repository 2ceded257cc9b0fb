import { hashPassword } from "better-auth/crypto";
import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { createSource } from "@/lib/inbound/mutations";
import { schemeOf } from "@/lib/inbound/signatures/schemes";
import { signedHeaders } from "@/lib/inbound/signatures/sign";
import { createMailbox, createWorkspace } from "@/lib/workspaces/mutations";
import { insertOwner } from "@/lib/workspaces/set-up";
import { issueSignInLink } from "@/lib/workspaces/sign-in-link";

/** A workspace of this test alone, with a mailbox, a signed endpoint and somebody who reads. */
export async function anInbox(origin: string) {
  const { id: workspaceId } = await createWorkspace("Acme");
  const created = await createMailbox(workspaceId, { name: "Support", addresses: ["help@acme.test"] });
  if (!created.ok) throw new Error(created.reason);
  const { source, secret } = await createSource(workspaceId, { name: "Provider", defaultMailboxId: created.mailbox.id, scheme: "webhook" });
  const scheme = schemeOf(source.scheme, source.schemeOptions);
  const email = `ana-${newId()}@acme.test`;
  const passwordHash = await hashPassword(PASSWORD);
  await db.transaction((tx) => insertOwner(tx, workspaceId, { email, name: "Ana", passwordHash }));

  return {
    workspaceId,
    mailboxId: created.mailbox.id,
    email,
    password: PASSWORD,
    /** Path of a link that signs the owner in, once. */
    signInLink: async () => {
      const path = await issueSignInLink(email);
      if (!path) throw new Error(`nobody has the address ${email}`);
      return path;
    },
    /** Posts a mail, signed, through the door. Resolves when it is accepted, with the delivery's id. */
    deliver: async (
      body: string | Uint8Array,
      contentType = "message/rfc822",
      headers: Record<string, string> = {},
      signedWith = secret,
    ): Promise<string> => {
      const bytes = Buffer.from(body);
      const response = await fetch(`${origin}/webhooks/email/${source.key}`, {
        method: "POST",
        headers: {
          ...headers,
          "content-type": contentType,
          ...signedHeaders(scheme, signedWith, { body: bytes, id: newId(), at: new Date() }),
        },
        body: bytes,
      });
      if (!response.ok) throw new Error(`The door answered ${response.status}: ${await response.text()}`);
      const { delivery } = (await response.json()) as { delivery: string };
      return delivery;
    },
  };
}

export type Inbox = Awaited<ReturnType<typeof anInbox>>;

const PASSWORD = "correct horse battery staple";
