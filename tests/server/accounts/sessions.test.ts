import { authFor } from "@/lib/workspaces/auth";
import { findViewer } from "@/lib/workspaces/gate";
import { createOwner } from "@/lib/workspaces/mutations";
import { setPassword, signIn, signInByLink, signOut } from "@/lib/workspaces/sign-in";
import { issueSignInLink, redeemSignInLink, SIGN_IN_LINK_LIFETIME_MS } from "@/lib/workspaces/sign-in-link";
import { countSignInTry, SIGN_IN_WINDOW_MS, TRIES_PER_ADDRESS } from "@/lib/workspaces/throttle";
import { expect, test } from "@/tests/support/server-test";
import { browser, signedIn, withCookies } from "@/tests/support/session";

const OWNER = { email: "ana@acme.test", name: "Ana", password: "correct horse battery" };

const tokenOf = (path: string | undefined) => path?.slice("/link/".length) ?? "";

/** Signs in by password and returns the browser with its cookie. */
async function withPassword(headers = browser()) {
  const answer = await authFor(headers).api.signInEmail({ headers, body: OWNER, returnHeaders: true });
  return withCookies(headers, answer.headers);
}

test("a password opens a session, and signing out ends it everywhere", async () => {
  await createOwner(OWNER);
  const headers = await withPassword();
  expect(await findViewer(headers)).toMatchObject({ email: OWNER.email, name: "Ana", role: "owner" });

  await signOut(headers);
  expect(await findViewer(headers)).toBeUndefined();
});

test("a wrong password and an unknown address are refused alike", async () => {
  await createOwner(OWNER);

  expect(await signIn(browser(), { email: OWNER.email, password: "wrong horse" })).toEqual({ ok: false, reason: "no-match" });
  expect(await signIn(browser(), { email: "nobody@acme.test", password: "wrong horse" })).toEqual({ ok: false, reason: "no-match" });
  expect(await signIn(browser(), { email: "not an address", password: "wrong horse" })).toEqual({ ok: false, reason: "no-match" });
});

test("after ten wrong passwords even the right one has to wait", async () => {
  await createOwner(OWNER);
  for (let at = 0; at < TRIES_PER_ADDRESS; at++) await signIn(browser(), { email: OWNER.email, password: "wrong horse" });

  expect(await signIn(browser(), OWNER)).toMatchObject({ ok: false, reason: "too-many-tries" });
});

test("of thirty tries at once only ten are looked at, and the wait ends", async () => {
  const now = new Date("2026-03-01T12:00:00Z");
  const attempt = { email: OWNER.email, ip: "192.0.2.7" };
  const waits = await Promise.all(Array.from({ length: 30 }, () => countSignInTry(attempt, now)));

  expect(waits.filter((wait) => wait === 0)).toHaveLength(TRIES_PER_ADDRESS);
  expect(await countSignInTry(attempt, new Date(now.getTime() + SIGN_IN_WINDOW_MS - 1000))).toBe(1000);
  expect(await countSignInTry(attempt, new Date(now.getTime() + SIGN_IN_WINDOW_MS))).toBe(0);
});

test("the right password forgets the wrong ones", async ({ database }) => {
  await createOwner(OWNER);
  await signIn(browser(), { email: OWNER.email, password: "wrong horse" });
  await signIn(browser(), OWNER);

  expect(await database.sql`select key from sign_in_tries`).toHaveLength(0);
});

test("signing in again replaces the session the browser had", async ({ database }) => {
  await createOwner(OWNER);
  const first = await withPassword();
  const second = await withPassword(first);

  expect(second.get("cookie")).not.toBe(first.get("cookie"));
  expect(await findViewer(first)).toBeUndefined();
  expect(await findViewer(second)).toBeDefined();
  expect(await database.sql`select id from sessions`).toHaveLength(1);
});

test("a sign-in link works once", async () => {
  await createOwner(OWNER);
  const token = tokenOf(await issueSignInLink(OWNER.email));

  expect(await signInByLink(browser(), token)).toBe(true);
  expect(await signInByLink(browser(), token)).toBe(false);
});

test("a sign-in link that is used ends the others of the same person, and of nobody else", async () => {
  await createOwner(OWNER);
  await createOwner({ email: "ben@acme.test", name: "Ben" });
  const used = tokenOf(await issueSignInLink(OWNER.email));
  const forgotten = tokenOf(await issueSignInLink(OWNER.email));
  const somebodyElses = tokenOf(await issueSignInLink("ben@acme.test"));

  await signInByLink(browser(), used);
  expect(await signInByLink(browser(), forgotten)).toBe(false);
  expect(await signInByLink(browser(), somebodyElses)).toBe(true);
});

test("of five clicks on one sign-in link at once, one signs in", async ({ database }) => {
  await createOwner(OWNER);
  const token = tokenOf(await issueSignInLink(OWNER.email));
  const clicks = await Promise.all(Array.from({ length: 5 }, () => signInByLink(browser(), token)));

  expect(clicks.filter(Boolean)).toHaveLength(1);
  expect(await database.sql`select id from sessions`).toHaveLength(1);
});

test("a sign-in link ends after a day, and is not readable in the database", async ({ database }) => {
  await createOwner(OWNER);
  const now = new Date();
  const token = tokenOf(await issueSignInLink(OWNER.email, now));

  expect(JSON.stringify(await database.sql`select * from verifications`)).not.toContain(token);
  expect(await redeemSignInLink(token, new Date(now.getTime() + SIGN_IN_LINK_LIFETIME_MS))).toBeUndefined();
  expect(await issueSignInLink("nobody@acme.test")).toBeUndefined();
});

test("an account without a password sets one, then needs it to change it, which ends the other sessions", async () => {
  const { userId } = await createOwner({ email: OWNER.email, name: OWNER.name });
  const headers = await signedIn(OWNER.email);
  const elsewhere = await signedIn(OWNER.email);

  expect(await setPassword(headers, userId, { current: "", next: "short" })).toEqual({ ok: false, reason: "too-short" });
  expect(await setPassword(headers, userId, { current: "", next: OWNER.password })).toEqual({ ok: true });
  expect(await setPassword(headers, userId, { current: "a guess", next: "another long one" })).toEqual({
    ok: false,
    reason: "wrong-current",
  });
  expect(await findViewer(elsewhere)).toBeDefined();

  expect(await setPassword(headers, userId, { current: OWNER.password, next: "another long one" })).toEqual({ ok: true });
  expect(await findViewer(elsewhere)).toBeUndefined();
  expect(await signIn(browser(), { email: OWNER.email, password: "another long one" })).toEqual({ ok: true });
});
