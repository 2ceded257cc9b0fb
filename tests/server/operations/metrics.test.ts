import { GET } from "@/app/api/metrics/route";
import { forgetEnv } from "@/env";
import { failDelivery } from "@/lib/inbound/filing/finish-delivery";
import { aSource, post } from "@/tests/support/door";
import { expect, test } from "@/tests/support/server-test";

const TOKEN = "a token of the tests";

function read(authorization?: string) {
  return GET(new Request("http://mailroom.test/api/metrics", { headers: authorization ? { authorization } : {} }));
}

test.beforeEach(() => {
  process.env.MAILROOM_METRICS_TOKEN = TOKEN;
  forgetEnv();
});

test.afterEach(() => {
  delete process.env.MAILROOM_METRICS_TOKEN;
  forgetEnv();
});

test("what waits and what is dead can be read by whoever has the token", async ({ database }) => {
  const source = await aSource();
  const ids = await Promise.all([1, 2, 3].map(async () => (await post(source)).json.delivery ?? ""));
  await failDelivery(ids[0] ?? "", "The disk was full.");

  const answer = await read(`Bearer ${TOKEN}`);

  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  const text = await answer.text();
  expect(await database.sql`select state from deliveries`).toHaveLength(3);
  expect(text).toContain('mailroom_deliveries{state="accepted"} 2\n');
  expect(text).toContain('mailroom_deliveries{state="dead"} 1\n');
  expect(text).toContain('mailroom_engine_jobs{state="ready"} 0\n');
  expect(text).toContain("mailroom_engine_oldest_job_seconds 0\n");
  // Each line is a comment or a sample of the exposition format.
  for (const line of text.trimEnd().split("\n")) expect(line).toMatch(/^# (HELP|TYPE) \w+ .+$|^\w+(\{\w+="[\w.]+"\})? [\d.]+$/);
});

test("nobody reads the figures without the token, or when none is set", async () => {
  expect((await read()).status).toBe(401);
  expect((await read("Bearer another token, as long")).status).toBe(401);

  delete process.env.MAILROOM_METRICS_TOKEN;
  forgetEnv();
  expect((await read(`Bearer ${TOKEN}`)).status).toBe(404);
  expect((await read("Bearer ")).status).toBe(404);
});
