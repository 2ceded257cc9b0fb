import { z } from "zod";
import { createMailbox } from "@/lib/workspaces/mutations";
import { listMailboxesWithAddresses, type MailboxRow } from "@/lib/workspaces/queries";
import { command } from "./command";
import { Refused } from "./errors";
import { table } from "./output";
import { getWorkspaceId } from "./workspace";

const mailboxCreate = command({
  name: "mailbox create",
  about: "Make a mailbox",
  options: {
    name: { value: "<name>", about: "unique in the workspace" },
    address: { value: "<address>", about: "what leads here: help@acme.com, or @acme.com for a whole domain", multiple: true },
  },
  schema: z.object({ name: z.string({ error: "say what it is called" }).trim().min(1).max(100), address: z.array(z.string()).default([]) }),
  async does({ name, address }) {
    const created = await createMailbox(await getWorkspaceId(), { name, addresses: address });
    if (created.ok) {
      const row = { ...created.mailbox, addresses: created.addresses };
      return { json: shape(row), lines: [`Created mailbox ${name}${listed(created.addresses)}`] };
    }
    switch (created.reason) {
      case "name-taken":
        throw new Refused(`there is a mailbox "${name}" already`);
      case "address-taken":
        throw new Refused(`${created.address} leads to another mailbox already`);
      case "not-an-address":
        throw new Refused(`"${created.address}" is no address: write help@acme.com or @acme.com`);
    }
  },
});

const mailboxList = command({
  name: "mailbox list",
  about: "Show the mailboxes and what leads to them",
  options: {},
  schema: z.object({}),
  async does() {
    const mailboxes = await listMailboxesWithAddresses(await getWorkspaceId());
    const rows = mailboxes.map(({ id, name, addresses }) => [id, name, addresses.join(", ") || "-"]);
    return { json: mailboxes.map(shape), lines: table(["ID", "NAME", "ADDRESSES"], rows) };
  },
});

export const mailboxCommands = [mailboxCreate, mailboxList];

function shape({ id, name, addresses }: MailboxRow) {
  return { id, name, addresses };
}

function listed(addresses: string[]): string {
  return addresses.length > 0 ? ` for ${addresses.join(", ")}` : "";
}
