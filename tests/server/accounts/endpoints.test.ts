import { GET, POST } from "@/app/api/auth/[...all]/route";
import { createOwner } from "@/lib/workspaces/mutations";
import { TRIES_PER_ADDRESS } from "@/lib/workspaces/throttle";
import { expect, test } from "@/tests/support/server-test";
import { browser, withCookies } from "@/tests/support/session";

const ANA = { email: "ana@acme.test", name: "Ana", password: "correct horse battery" };

function post(path: string, headers: Headers, body: unknown = {}) {
  const whole = new Headers(headers);
  whole.set("content-type", "application/json");
  return POST(new Request(`http://127.0.0.1:3000/api/auth${path}`, { method: "POST", headers: whole, body: JSON.stringify(body) }));
}

const whoAmI = async (headers: Headers) => (await GET(new Request("http://127.0.0.1:3000/api/auth/get-session", { headers }))).json();

test("a program signs in, asks who it is and signs out", async () => {
  await createOwner(ANA);
  const answer = await post("/sign-in/email", browser(), ANA);
  expect(answer.status).toBe(200);

  const headers = withCookies(browser(), answer.headers);
  expect(await whoAmI(headers)).toMatchObject({ user: { email: ANA.email } });

  expect((await post("/sign-out", headers)).status).toBe(200);
  expect(await whoAmI(headers)).toBeNull();
});

test("guessing over the endpoint is slowed down like guessing on the page", async () => {
  await createOwner(ANA);
  for (let at = 0; at < TRIES_PER_ADDRESS; at++) await post("/sign-in/email", browser(), { ...ANA, password: "wrong horse" });

  expect((await post("/sign-in/email", browser(), ANA)).status).toBe(429);
});

test("nobody signs up by themselves, and nobody makes a workspace", async () => {
  await createOwner(ANA);
  const headers = withCookies(browser(), (await post("/sign-in/email", browser(), ANA)).headers);

  expect((await post("/sign-up/email", browser(), { ...ANA, email: "eve@evil.test" })).status).toBe(400);
  expect((await post("/organization/create", headers, { name: "Mine", slug: "mine" })).status).toBe(403);
});

test("a sign-in link has no endpoint: only the button on its page spends it", async () => {
  expect((await post("/sign-in-link", browser(), { token: "x" })).status).toBe(404);
  expect((await post("/sign-in/link", browser(), { token: "x" })).status).toBe(404);
});

test("what is not even a sign-in is refused, not crashed on", async () => {
  expect((await post("/sign-in/email", browser(), null)).status).toBe(400);
  expect((await post("/sign-in/email", browser(), { email: 7 })).status).toBe(400);
});
