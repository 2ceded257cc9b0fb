import { createMailbox, createOwner, createWorkspace } from "@/lib/workspaces/mutations";
import { countMembers, findFirstWorkspace, hasPassword, listMailboxesWithAddresses, listMembers } from "@/lib/workspaces/queries";
import { expect, test } from "@/tests/support/server-test";

const ANA = { email: "Ana@Acme.test ", name: "Ana" };

test("the first owner brings the workspace", async () => {
  const { workspaceId, created } = await createOwner(ANA);

  expect(created).toBe(true);
  expect((await findFirstWorkspace())?.id).toBe(workspaceId);
  expect(await listMembers(workspaceId)).toMatchObject([{ email: "ana@acme.test", name: "Ana", role: "owner" }]);
});

test("twice the same owner is one account, and the second time may give it a password", async () => {
  const first = await createOwner(ANA);
  const second = await createOwner({ ...ANA, name: "Someone else", password: "correct horse battery" });

  expect(second).toEqual({ ...first, created: false });
  expect(await hasPassword(first.userId)).toBe(true);
  expect(await listMembers(first.workspaceId)).toMatchObject([{ name: "Ana" }]);
});

test("eight owners at once are one workspace, and one account per address", async () => {
  const emails = ["ana@acme.test", "ben@acme.test"];
  const owners = await Promise.all(Array.from({ length: 8 }, (_, at) => createOwner({ email: emails[at % 2] ?? "", name: "An owner" })));

  expect(new Set(owners.map(({ workspaceId }) => workspaceId)).size).toBe(1);
  expect(owners.filter(({ created }) => created)).toHaveLength(2);
  expect(await countMembers(owners[0]?.workspaceId ?? (await createWorkspace("none")).id)).toBe(2);
});

test("workspaces of the same name are two", async () => {
  const [one, other] = await Promise.all([createWorkspace("Acme GmbH"), createWorkspace("Acme GmbH")]);

  expect(one.id).not.toBe(other.id);
  expect(one.slug).toMatch(/^acme-gmbh-/);
});

test("a mailbox keeps its addresses in lower case, each once", async () => {
  const { id } = await createWorkspace("Acme");
  await createMailbox(id, { name: "Support", addresses: ["Help@Acme.test", "help@acme.test", "@acme.example"] });

  expect(await listMailboxesWithAddresses(id)).toMatchObject([{ name: "Support", addresses: ["@acme.example", "help@acme.test"] }]);
});

test("an address that is none is refused by name", async () => {
  const { id } = await createWorkspace("Acme");

  expect(await createMailbox(id, { name: "Support", addresses: ["help at acme"] })).toEqual({
    ok: false,
    reason: "not-an-address",
    address: "help at acme",
  });
  expect(await listMailboxesWithAddresses(id)).toEqual([]);
});

test("a name or an address of another mailbox is refused, and nothing is left behind", async () => {
  const { id } = await createWorkspace("Acme");
  await createMailbox(id, { name: "Support", addresses: ["help@acme.test"] });

  expect(await createMailbox(id, { name: "Support", addresses: ["other@acme.test"] })).toEqual({ ok: false, reason: "name-taken" });
  expect(await createMailbox(id, { name: "Sales", addresses: ["sales@acme.test", "help@acme.test"] })).toMatchObject({
    ok: false,
    reason: "address-taken",
    address: "help@acme.test",
  });
  expect(await listMailboxesWithAddresses(id)).toHaveLength(1);
});

test("of six mailboxes claiming one address at once, one gets it", async () => {
  const { id } = await createWorkspace("Acme");
  const created = await Promise.all(
    Array.from({ length: 6 }, (_, at) => createMailbox(id, { name: `Mailbox ${at}`, addresses: ["help@acme.test"] })),
  );

  expect(created.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await listMailboxesWithAddresses(id)).toHaveLength(1);
});

test("the same address in two workspaces is two mailboxes' own business", async () => {
  const [acme, globex] = await Promise.all([createWorkspace("Acme"), createWorkspace("Globex")]);

  for (const { id } of [acme, globex])
    expect(await createMailbox(id, { name: "Support", addresses: ["help@shared.test"] })).toMatchObject({ ok: true });
});
