import { forgetEnv } from "@/env";
import { revealSecret } from "@/lib/inbound/mutations";
import { listDeliveries, listSources, readSecret } from "@/lib/inbound/queries";
import { postDemo } from "@/lib/operations/demo";
import { firstRun } from "@/lib/operations/first-run";
import { sendSample } from "@/lib/operations/sample";
import { createMailbox, createOwner, createWorkspaceOnce } from "@/lib/workspaces/mutations";
import { findDemoPending, findFirstWorkspace, findOwner, listMailboxesWithAddresses } from "@/lib/workspaces/queries";
import { openNodeDoor } from "@/tests/support/node-door";
import { expect, test } from "@/tests/support/server-test";
import { signedIn } from "@/tests/support/session";

const ORIGIN = "http://127.0.0.1:3000";
const running = () => new AbortController().signal;

async function workspace() {
  const found = await findFirstWorkspace();
  if (!found) throw new Error("there is no workspace");
  return found;
}

async function onlySource() {
  const { id } = await workspace();
  const [source] = await listSources(id);
  if (!source) throw new Error("there is no source");
  return { workspaceId: id, source };
}

test("the first start makes a workspace with its owner, mailbox and endpoint", async () => {
  const run = await firstRun(ORIGIN);
  const { id } = await workspace();

  expect(run).toMatchObject({ first: true, endpoint: `${ORIGIN}/webhooks/email/support` });
  expect(run.signInUrl).toMatch(/^http:\/\/127\.0\.0\.1:3000\/link\/[\w-]{43}$/);
  expect(await findOwner(id)).toMatchObject({ email: "owner@mailroom.localhost", canSignIn: false });
  expect(await listMailboxesWithAddresses(id)).toMatchObject([{ name: "Support", addresses: ["support@mailroom.localhost"] }]);
});

test("a second start makes nothing new", async ({ database }) => {
  await firstRun(ORIGIN);
  expect(await firstRun(ORIGIN)).toMatchObject({ first: false });

  for (const table of ["workspaces", "users", "mailboxes", "sources"])
    expect(await database.sql`select id from ${database.sql(table)}`, table).toHaveLength(1);
});

test("of six starts at once one is the first, and all of them find it whole", async ({ database }) => {
  const runs = await Promise.all(Array.from({ length: 6 }, () => firstRun(ORIGIN)));

  expect(runs.filter(({ first }) => first)).toHaveLength(1);
  for (const { signInUrl, endpoint } of runs) expect([signInUrl, endpoint]).not.toContain(undefined);
  expect(await database.sql`select id from sources`).toHaveLength(1);
});

test("the link is printed until the owner can come in by themselves", async ({ database }) => {
  await firstRun(ORIGIN);
  expect((await firstRun(ORIGIN)).signInUrl).toBeDefined();

  await signedIn("owner@mailroom.localhost");
  expect((await firstRun(ORIGIN)).signInUrl).toBeUndefined();

  await database.sql`delete from sessions`;
  expect((await firstRun(ORIGIN)).signInUrl).toBeDefined();

  await createOwner({ email: "owner@mailroom.localhost", name: "Owner", password: "correct horse battery" });
  expect((await firstRun(ORIGIN)).signInUrl).toBeUndefined();
});

test("what commands set up before the first start is left as it is, but for an owner if there was none", async () => {
  const { id } = await createWorkspaceOnce("Acme");
  await createMailbox(id, { name: "Sales", addresses: [] });

  expect(await firstRun(ORIGIN)).toMatchObject({ first: false, signInUrl: expect.any(String) });
  expect(await listMailboxesWithAddresses(id)).toMatchObject([{ name: "Sales" }]);
  expect(await listSources(id)).toEqual([]);
  expect(await findDemoPending()).toBeUndefined();
});

test("its secret can be looked at once, even if two look at once", async () => {
  await firstRun(ORIGIN);
  const { workspaceId, source } = await onlySource();
  const looks = await Promise.all([revealSecret(workspaceId, source.id), revealSecret(workspaceId, source.id)]);

  expect(looks.filter((secret) => secret !== undefined)).toEqual([await readSecret(workspaceId, source.id)]);
});

test("a sample mail comes in through the source's own endpoint", async () => {
  await firstRun(ORIGIN);
  const { workspaceId, source } = await onlySource();
  const door = await openNodeDoor();

  const answers = await Promise.all([1, 2].map(() => sendSample(workspaceId, source.id, door.origin)));
  await door.close();
  expect(answers).toMatchObject([
    { status: 200, outcome: "accepted" },
    { status: 200, outcome: "accepted" },
  ]);
  expect(await listDeliveries(workspaceId)).toHaveLength(2);
});

test("the demo comes in through the door, once, also when it was interrupted or is posted by two at once", async () => {
  await firstRun(ORIGIN);
  const { workspaceId } = await onlySource();
  const door = await openNodeDoor();

  const interrupted = new AbortController();
  const first = postDemo(door.origin, interrupted.signal);
  interrupted.abort();
  await first;
  const before = await countDeliveries(workspaceId);
  expect(await findDemoPending()).toBeDefined();

  await Promise.all([postDemo(door.origin, running()), postDemo(door.origin, running())]);
  const after = await countDeliveries(workspaceId);
  expect(after).toBeGreaterThan(Math.max(20, before));
  expect(await findDemoPending()).toBeUndefined();

  await postDemo(door.origin, running());
  expect(await countDeliveries(workspaceId)).toBe(after);
  await door.close();
});

test("a door that refuses leaves the demo for the next start", async () => {
  await firstRun(ORIGIN);
  const door = await openNodeDoor();

  await expect(postDemo(`${door.origin}/elsewhere`, running())).rejects.toThrow(/answered 418/);
  await door.close();
  expect(await findDemoPending()).toBeDefined();
});

test("without the demo nothing waits to be posted", async () => {
  process.env.MAILROOM_DEMO = "0";
  forgetEnv();
  await firstRun(ORIGIN).finally(() => {
    delete process.env.MAILROOM_DEMO;
    forgetEnv();
  });

  expect(await findDemoPending()).toBeUndefined();
});

async function countDeliveries(workspaceId: Awaited<ReturnType<typeof workspace>>["id"]): Promise<number> {
  let total = 0;
  for (let page = await listDeliveries(workspaceId); page.length > 0; page = await listDeliveries(workspaceId, { after: page.at(-1)?.id }))
    total += page.length;
  return total;
}
