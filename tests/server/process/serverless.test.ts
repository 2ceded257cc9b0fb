import { once } from "node:events";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { devServerAddress } from "@/lib/jobs/dev-server";
import { type AppOptions, runApp, startApp } from "@/tests/support/app";
import { callUnsigned, guessesAt, startDevServer } from "@/tests/support/dev-server";
import { aMailEvent, aSource, headersFor } from "@/tests/support/door";
import { expect, test } from "@/tests/support/server-test";

/** The pages alone, as a platform runs them: no server.ts before them. */
const PAGES: Omit<AppOptions, "variables"> = {
  dataDirectory: tmpdir(),
  command: [process.execPath, "node_modules/next/dist/bin/next", "start", "--hostname", "127.0.0.1"],
  ready: /Local:\s+(\S+)[\s\S]*Ready in/,
};

const DATABASE = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
const ENGINE = { INNGEST_EVENT_KEY: "an-event-key", INNGEST_SIGNING_KEY: "signkey-test-0123456789abcdef" };
const SECRET = { MAILROOM_SECRET: "a secret of the tests, at least 32 characters long" };

test.beforeEach(() => test.setTimeout(180_000));

test("without server.ts the route handler is the door, and Inngest hears of the mail", async ({ database }) => {
  const events: { name: string; data: unknown }[] = [];
  const inngest = createServer(async (request, response) => {
    const chunks: Buffer[] = await request.toArray();
    if (request.url === `/e/${ENGINE.INNGEST_EVENT_KEY}`) events.push(...[JSON.parse(Buffer.concat(chunks).toString())].flat());
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ids: ["1"], status: 200 }));
  }).listen(0, "127.0.0.1");
  await once(inngest, "listening");
  const { port } = inngest.address() as { port: number };
  const source = await aSource();
  const pages = await startApp({
    ...PAGES,
    variables: { ...ENGINE, ...SECRET, DATABASE_URL: database.url, INNGEST_BASE_URL: `http://127.0.0.1:${port}` },
  });

  const body = aMailEvent();
  const response = await fetch(`${pages.origin}/webhooks/email/${source.key}`, {
    method: "POST",
    headers: headersFor(source, { body }),
    body,
  });

  expect(response.status).toBe(200);
  const { delivery } = (await response.json()) as { delivery: string };
  expect(await database.sql`select state from deliveries where id = ${delivery}`).toEqual([{ state: "accepted" }]);
  await expect
    .poll(() => events)
    .toEqual([
      expect.objectContaining({ name: "inbound/delivery.accepted", data: { deliveryId: delivery, workspaceId: expect.any(String) } }),
    ]);
  await pages.end();
  inngest.close();
});

test("without server.ts Inngest's dev server calls by its address, and nobody else does", async ({ database }) => {
  const devServer = await startDevServer();
  const pages = await startApp({ ...PAGES, variables: { ...SECRET, DATABASE_URL: database.url, INNGEST_DEV: devServer.origin } });
  const address = devServerAddress(pages.origin);

  expect(await callUnsigned(address, "PUT")).toBe(200);

  const filing = devServer.registrations[0]?.functions.find(({ id }) => id === "mailroom-file-delivery")?.steps.step.runtime.url;
  expect(new URL(filing ?? "").searchParams.get("key")).toBe(new URL(address).searchParams.get("key"));
  expect(await callUnsigned(filing ?? "", "GET")).toBe(200);
  for (const guess of guessesAt(address)) expect(await callUnsigned(guess, "POST")).toBe(401);
  await pages.end();
  devServer.close();
});

test("what server.ts would have brought has to be set, and is named", async () => {
  const refusal = async (variables: Record<string, string>) => (await runApp({ ...PAGES, variables })).output;

  expect(await refusal({})).toContain("Mailroom cannot start. DATABASE_URL: set it to a Postgres address");
  expect(await refusal(DATABASE)).toContain("Mailroom cannot start. INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY: set both");
  expect(await refusal({ ...DATABASE, ...ENGINE })).toContain("Mailroom cannot start. MAILROOM_SECRET: set it");
});

test("on a serverless platform the disk is not trusted either", async () => {
  const variables = { VERCEL: "1", ...DATABASE, ...ENGINE, ...SECRET };

  const { code, output } = await runApp({ ...PAGES, variables });

  expect(code).toBe(1);
  expect(output).toContain("Mailroom cannot start. BLOB_READ_WRITE_TOKEN: files on this disk vanish");
});
