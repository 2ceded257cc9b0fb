import { authFor } from "@/lib/workspaces/auth";
import { findMailbox, findViewer } from "@/lib/workspaces/gate";
import { createMailbox, createOwner, createWorkspace } from "@/lib/workspaces/mutations";
import { mayAdminister } from "@/lib/workspaces/roles";
import { expect, test } from "@/tests/support/server-test";
import { browser, signedIn, withCookies } from "@/tests/support/session";

const ANA = { email: "ana@acme.test", name: "Ana" };

/** One who belongs to a workspace of their own, made after Acme's. */
async function stranger(sql: import("postgres").Sql) {
  const { id } = await createWorkspace("Globex");
  const [user] = await sql`insert into users (id, name, email) values (gen_random_uuid(), 'Eve', 'eve@globex.test') returning id`;
  await sql`insert into members (id, workspace_id, user_id, role) values (gen_random_uuid(), ${id}, ${user?.id}, 'member')`;
  return { workspaceId: id, headers: await signedIn("eve@globex.test") };
}

test("a request without a session, or with somebody else's signature on it, has no viewer", async () => {
  await createOwner(ANA);
  const headers = await signedIn(ANA.email);
  expect(await findViewer(browser())).toBeUndefined();

  const forged = new Headers(headers);
  forged.set("cookie", `${headers.get("cookie")?.slice(0, -6)}AAAA%3D`);
  expect(await findViewer(forged)).toBeUndefined();
});

test("a member sees the mailboxes of their workspace and no others", async ({ database }) => {
  const { workspaceId } = await createOwner(ANA);
  const created = await createMailbox(workspaceId, { name: "Support", addresses: [] });
  if (!created.ok) throw new Error(created.reason);
  const ana = await findViewer(await signedIn(ANA.email));
  const eve = await findViewer((await stranger(database.sql)).headers);
  if (!ana || !eve) throw new Error("both are signed in");

  expect(await findMailbox(ana, created.mailbox.id)).toEqual(created.mailbox);
  expect(await findMailbox(eve, created.mailbox.id)).toBeUndefined();
  expect(await findMailbox(ana, "not-a-uuid")).toBeUndefined();
  expect(await findMailbox(ana, "01990000-0000-7000-8000-000000000000")).toBeUndefined();
});

test("owners and admins administer, members do not", async ({ database }) => {
  await createOwner(ANA);
  const headers = await signedIn(ANA.email);
  const roles: Record<string, boolean> = {};
  for (const role of ["owner", "admin", "member"]) {
    await database.sql`update members set role = ${role}`;
    const viewer = await findViewer(headers);
    roles[role] = viewer !== undefined && mayAdminister(viewer);
  }
  expect(roles).toEqual({ owner: true, admin: true, member: false });
});

test("whoever is removed from the workspace is out at once", async ({ database }) => {
  await createOwner(ANA);
  const headers = await signedIn(ANA.email);
  await database.sql`delete from members`;

  expect(await findViewer(headers)).toBeUndefined();
});

test("a session that points at a foreign workspace opens nothing", async ({ database }) => {
  await createOwner(ANA);
  const headers = await signedIn(ANA.email);
  const { workspaceId } = await stranger(database.sql);
  await database.sql`update sessions set active_workspace_id = ${workspaceId}
    where user_id = (select id from users where email = ${ANA.email})`;

  expect(await findViewer(headers)).toBeUndefined();
});

test("an expired session is nobody's", async ({ database }) => {
  await createOwner(ANA);
  const headers = await signedIn(ANA.email);
  await database.sql`update sessions set expires_at = now() - interval '1 second'`;

  expect(await findViewer(headers)).toBeUndefined();
});

test("cookies are marked secure over https and only there, and each session stays with its scheme", async () => {
  await createOwner({ ...ANA, password: "correct horse battery" });
  const plain = browser("http://127.0.0.1:3000");
  const secure = browser("https://mail.acme.test");
  secure.set("x-forwarded-proto", "https");

  for (const [headers, marked] of [
    [plain, false],
    [secure, true],
  ] as const) {
    const answer = await authFor(headers).api.signInEmail({
      headers,
      body: { email: ANA.email, password: "correct horse battery" },
      returnHeaders: true,
    });
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie.includes("Secure")).toBe(marked);
    expect(cookie).toMatch(/HttpOnly/);
    expect(await findViewer(withCookies(headers, answer.headers))).toMatchObject({ email: ANA.email });
  }
});
