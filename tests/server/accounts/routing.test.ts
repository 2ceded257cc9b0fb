import type { MailboxId, WorkspaceId } from "@/db/columns";
import { createMailbox, createWorkspace } from "@/lib/workspaces/mutations";
import { routeRecipients } from "@/lib/workspaces/queries";
import { expect, test } from "@/tests/support/server-test";

async function mailbox(workspaceId: WorkspaceId, name: string, ...addresses: string[]): Promise<MailboxId> {
  const created = await createMailbox(workspaceId, { name, addresses });
  if (!created.ok) throw new Error(created.reason);
  return created.mailbox.id;
}

test("the most exact claim wins: the address, then without its tag, then its domain", async () => {
  const { id } = await createWorkspace("Acme");
  const exact = await mailbox(id, "Urgent", "help+urgent@acme.test");
  const plain = await mailbox(id, "Support", "help@acme.test");
  const domain = await mailbox(id, "Everything", "@acme.test");

  expect(await routeRecipients(id, ["help+urgent@acme.test"])).toEqual([exact]);
  expect(await routeRecipients(id, ["help+order-17@acme.test"])).toEqual([plain]);
  expect(await routeRecipients(id, ["HELP@Acme.Test"])).toEqual([plain]);
  expect(await routeRecipients(id, ["nobody@acme.test"])).toEqual([domain]);
  expect(await routeRecipients(id, ["help@elsewhere.test"])).toEqual([]);
});

test("a mail to two mailboxes goes to both, to one by two addresses only once, in the order of its recipients", async () => {
  const { id } = await createWorkspace("Acme");
  const support = await mailbox(id, "Support", "help@acme.test", "support@acme.test");
  const sales = await mailbox(id, "Sales", "sales@acme.test");

  expect(await routeRecipients(id, ["sales@acme.test", "help@acme.test", "support@acme.test"])).toEqual([sales, support]);
  expect(await routeRecipients(id, ["support@acme.test", "sales@acme.test"])).toEqual([support, sales]);
});

test("recipients that are no addresses lead nowhere", async () => {
  const { id } = await createWorkspace("Acme");
  await mailbox(id, "Everything", "@acme.test");

  expect(await routeRecipients(id, [])).toEqual([]);
  expect(await routeRecipients(id, ["", "@", "undisclosed-recipients:;", "+tag@", "a@b@acme.test"])).toEqual([]);
});

test("an address is claimed only inside its own workspace", async () => {
  const [acme, globex] = await Promise.all([createWorkspace("Acme"), createWorkspace("Globex")]);
  await mailbox(acme.id, "Support", "help@acme.test");

  expect(await routeRecipients(globex.id, ["help@acme.test"])).toEqual([]);
});
