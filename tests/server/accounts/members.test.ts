import { findViewer, type Viewer } from "@/lib/workspaces/gate";
import { addMember, changeRole, removeMember } from "@/lib/workspaces/members";
import { createOwner, createWorkspace } from "@/lib/workspaces/mutations";
import { listMembers } from "@/lib/workspaces/queries";
import type { Role } from "@/lib/workspaces/roles";
import { findSignInLink } from "@/lib/workspaces/sign-in-link";
import { expect, test } from "@/tests/support/server-test";
import { signedIn } from "@/tests/support/session";

const BEN = { email: "ben@acme.test", name: "Ben" };

async function anOwner(): Promise<Viewer> {
  await createOwner({ email: "ana@acme.test", name: "Ana" });
  return viewerOf("ana@acme.test");
}

async function viewerOf(email: string): Promise<Viewer> {
  const viewer = await findViewer(await signedIn(email));
  if (!viewer) throw new Error(`${email} is no member`);
  return viewer;
}

/** Adds somebody and returns them, signed in. */
async function aMember(by: Viewer, role: Role, email = `${role}@acme.test`): Promise<Viewer> {
  const added = await addMember(by, { email, name: role, role });
  if (!added.ok) throw new Error(added.reason);
  return viewerOf(email);
}

const rolesOf = async ({ workspaceId }: Viewer) => (await listMembers(workspaceId)).map(({ role }) => role);

test("a new member comes in by the link that whoever added them hands over", async () => {
  const ana = await anOwner();
  const added = await addMember(ana, { ...BEN, role: "member" });

  expect(added).toEqual({ ok: true, signInPath: expect.stringMatching(/^\/link\/[\w-]{43}$/) });
  expect(added.ok && (await findSignInLink(added.signInPath.slice("/link/".length)))).toEqual({ name: "Ben", email: BEN.email });
  expect(await viewerOf(BEN.email)).toMatchObject({ role: "member", workspaceId: ana.workspaceId });
});

test("twice, or at once, is one member and one link", async () => {
  const ana = await anOwner();
  const added = await Promise.all([1, 2, 3].map(() => addMember(ana, { ...BEN, role: "member" })));

  expect(added.filter(({ ok }) => ok)).toHaveLength(1);
  expect(added.filter((one) => !one.ok && one.reason === "member-already")).toHaveLength(2);
  expect(await listMembers(ana.workspaceId)).toHaveLength(2);
});

test("an account of another workspace is not given away", async ({ database }) => {
  const ana = await anOwner();
  const { id } = await createWorkspace("Globex");
  await database.sql`with eve as (insert into users (id, name, email) values (gen_random_uuid(), 'Eve', 'eve@globex.test') returning id)
    insert into members (id, workspace_id, user_id) select gen_random_uuid(), ${id}, id from eve`;

  expect(await addMember(ana, { email: "eve@globex.test", name: "Eve", role: "member" })).toEqual({ ok: false, reason: "elsewhere" });
  expect(await database.sql`select id from verifications`).toHaveLength(0);
});

test("nobody reaches above themselves", async () => {
  const ana = await anOwner();
  const admin = await aMember(ana, "admin");
  const member = await aMember(admin, "member");
  const refused = { ok: false, reason: "not-allowed" };

  expect(await addMember(admin, { ...BEN, role: "owner" })).toEqual(refused);
  expect(await addMember(member, { ...BEN, role: "member" })).toEqual(refused);
  expect(await changeRole(admin, ana.userId, "member")).toEqual(refused);
  expect(await changeRole(admin, admin.userId, "owner")).toEqual(refused);
  expect(await removeMember(admin, ana.userId)).toEqual(refused);
  expect(await removeMember(member, admin.userId)).toEqual(refused);
  expect(await rolesOf(ana)).toEqual(["owner", "admin", "member"]);
});

test("somebody of another workspace cannot be changed or removed", async () => {
  const ana = await anOwner();
  const ben = await aMember(ana, "member");
  const foreign = { ...ana, workspaceId: (await createWorkspace("Globex")).id };

  expect(await removeMember(foreign, ben.userId)).toEqual({ ok: false, reason: "not-allowed" });
  expect(await listMembers(ana.workspaceId)).toHaveLength(2);
});

test("a workspace keeps an owner, also when two demote each other at once", async () => {
  const ana = await anOwner();
  expect(await changeRole(ana, ana.userId, "member")).toEqual({ ok: false, reason: "last-owner" });
  expect(await removeMember(ana, ana.userId)).toEqual({ ok: false, reason: "last-owner" });

  const ben = await aMember(ana, "owner");
  const both = await Promise.all([changeRole(ana, ben.userId, "member"), changeRole(ben, ana.userId, "member")]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await rolesOf(ana)).filter((role) => role === "owner")).toHaveLength(1);
});

test("whoever is removed is out at once; once more changes nothing", async ({ database }) => {
  const ana = await anOwner();
  const ben = await aMember(ana, "member");
  const headers = await signedIn("member@acme.test");

  expect(await removeMember(ana, ben.userId)).toEqual({ ok: true });
  expect(await findViewer(headers)).toBeUndefined();
  expect(await database.sql`select id from sessions where user_id = ${ben.userId}`).toHaveLength(0);
  expect(await removeMember(ana, ben.userId)).toEqual({ ok: false, reason: "not-allowed" });

  // And may come back, with the account they had.
  expect(await aMember(ana, "admin", "member@acme.test")).toMatchObject({ userId: ben.userId, role: "admin" });
});
