import { countMembers, findFirstWorkspace, listMailboxesWithAddresses } from "@/lib/workspaces/queries";
import { findSignInLink } from "@/lib/workspaces/sign-in-link";
import { mailroom, mailroomJson, run } from "@/tests/support/command";
import { expect, test } from "@/tests/support/server-test";

interface SourceJson {
  id: string;
  key: string;
  name: string;
  scheme: string;
  endpoint: string;
  secret?: string | null;
}

test("an installation is set up by three commands", async () => {
  const owner = await mailroomJson<{ signInUrl: string; created: boolean }>("owner", "create", "--email", "Ana@Acme.test", "--name", "Ana");
  const mailbox = await mailroomJson<{ id: string; addresses: string[] }>(
    ...["mailbox", "create", "--name", "Support", "--address", "help@acme.test", "--address", "@acme.example"],
  );
  const source = await mailroomJson<SourceJson>("source", "create", "--name", "Provider", "--scheme", "standard-webhooks");

  expect(owner.created).toBe(true);
  expect(await findSignInLink(new URL(owner.signInUrl).pathname.slice("/link/".length))).toMatchObject({ email: "ana@acme.test" });
  expect(mailbox.addresses).toEqual(["help@acme.test", "@acme.example"]);
  expect(source).toMatchObject({ name: "Provider", scheme: "standard-webhooks", mailboxId: mailbox.id });
  expect(source.secret).toMatch(/^whsec_/);
  expect(source.endpoint).toMatch(new RegExp(`^http://127.0.0.1:\\d+/webhooks/email/${source.key}$`));
});

test("commands work in any order: the first one makes the workspace, and no later one another", async () => {
  await Promise.all([mailroom("mailbox", "create", "--name", "One"), mailroom("mailbox", "create", "--name", "Two")]);
  const { workspaceId } = await mailroomJson<{ workspaceId: string }>("owner", "create", "--email", "ana@acme.test");

  const workspace = await findFirstWorkspace();
  expect(workspace?.id).toBe(workspaceId);
  expect(workspace && (await listMailboxesWithAddresses(workspace.id)).map(({ name }) => name)).toEqual(["One", "Two"]);
});

test("the same owner twice is one, and gets a new link", async () => {
  const owners = [
    await mailroomJson<{ signInUrl: string; created: boolean }>("owner", "create", "--email", "ana@acme.test"),
    await mailroomJson<{ signInUrl: string; created: boolean }>(
      "owner",
      "create",
      "--email",
      "ana@acme.test",
      "--password",
      "correct horse",
    ),
  ];

  expect(owners.map(({ created }) => created)).toEqual([true, false]);
  expect(new Set(owners.map(({ signInUrl }) => signInUrl)).size).toBe(2);
  const workspace = await findFirstWorkspace();
  expect(workspace && (await countMembers(workspace.id))).toBe(1);
  expect((await mailroom("owner", "link")).stdout).toMatch(/^http:\S+\/link\/\S+\n$/);
});

test("a provider's own secret and scheme are taken, and listed without the secret", async () => {
  await mailroom("mailbox", "create", "--name", "Support");
  const scheme = { check: "token", headers: ["x-postmaster"] };
  const made = await mailroomJson<SourceJson>(
    ...["source", "create", "--name", "Own", "--key", "own", "--scheme", "custom", "--secret", "a-secret-of-theirs"],
    ...["--scheme-options", JSON.stringify(scheme), "--mailbox", "support"],
  );
  const listed = await mailroom("source", "list", "--json");

  expect(made).toMatchObject({ key: "own", scheme: "custom", secret: "a-secret-of-theirs" });
  expect(JSON.parse(listed.stdout)).toMatchObject([{ key: "own", name: "Own" }]);
  expect(listed.stdout).not.toContain("a-secret-of-theirs");
});

test("rotating shows the new secret and keeps the old one for the overlap", async ({ database }) => {
  await mailroom("mailbox", "create", "--name", "Support");
  const made = await mailroomJson<SourceJson>("source", "create", "--key", "own");
  const rotated = await mailroomJson<SourceJson & { overlapSeconds: number }>("source", "rotate", "own", "--overlap", "600");

  expect(rotated.secret).not.toBe(made.secret);
  const rows =
    await database.sql`select round(extract(epoch from expires_at - now()) / 600) as "tenMinutes" from source_secrets order by id`;
  expect(rows.map(({ tenMinutes }) => tenMinutes)).toEqual(["1", null]);
});

test("what cannot be done exits with 1 and says why in one line", async () => {
  await mailroom("mailbox", "create", "--name", "Support", "--address", "help@acme.test");
  const refused = await Promise.all([
    mailroom("mailbox", "create", "--name", "Support"),
    mailroom("source", "create", "--mailbox", "Nowhere"),
    mailroom("deliveries", "show", "not-an-id"),
  ]);

  expect(refused.map(({ exitCode, stdout }) => [exitCode, stdout])).toEqual(refused.map(() => [1, ""]));
  expect(refused.map(({ stderr }) => stderr)).toEqual([
    'mailroom: there is a mailbox "Support" already\n',
    'mailroom: there is no mailbox "Nowhere"\n',
    "mailroom: there is no delivery not-an-id\n",
  ]);
});

test("a command line that makes no sense exits with 2 and changes nothing", async ({ database }) => {
  const wrong = await Promise.all([
    mailroom("mailbox", "destroy"),
    mailroom("owner", "create", "--email", "a@b.test", "--password", "short"),
    mailroom("source", "create", "--scheme", "none-such"),
  ]);

  for (const { exitCode, stdout, stderr } of wrong) {
    expect(exitCode, stderr).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^mailroom: [^\n]+\n$/);
  }
  expect(await database.sql`select 1 from mailboxes union all select 1 from users union all select 1 from sources`).toHaveLength(0);
});

test("it explains itself without a database", async () => {
  const { stdout, exitCode } = await run("scripts/mailroom.ts", ["--help"], { DATABASE_URL: "postgres://127.0.0.1:1/none" });
  expect(exitCode).toBe(0);
  for (const command of ["owner create", "mailbox create", "source rotate", "deliveries retry", "conversations list"])
    expect(stdout).toContain(command);
});
