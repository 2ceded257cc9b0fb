import { request } from "node:http";
import canonicalize from "canonicalize";
import { sign } from "@/lib/engine/signature";
import { expect, listen, SIGNING_KEY, test } from "./lab";

const call = String(canonicalize({ version: 2, event: { name: "x", data: {} }, events: [], steps: {}, ctx: { run_id: "r", attempt: 0 } }));

test("answers 401 to whatever is not signed", async ({ open }) => {
  const { origin, journal } = await open((inngest, { note }) => [
    inngest.createFunction({ id: "fn", triggers: [{ event: "x" }] }, () => note("ran")),
  ]);
  const url = `${origin}/api/inngest?fnId=lab-fn&stepId=step`;
  const now = new Date();
  const other = sign(call, `signkey-embedded-${"cd".repeat(32)}`, now);
  const stale = sign(call, SIGNING_KEY, new Date(now.getTime() - 10 * 60 * 1000));
  for (const method of ["GET", "PUT", "POST"])
    for (const signature of [undefined, "", "t=1&s=00", other, stale]) {
      const response = await fetch(url, {
        method,
        ...(method === "GET" ? {} : { body: call }),
        headers: signature === undefined ? {} : { "x-inngest-signature": signature },
      });
      expect([method, signature, response.status]).toEqual([method, signature, 401]);
    }
  const genuine = await fetch(url, { method: "POST", body: call, headers: { "x-inngest-signature": sign(call, SIGNING_KEY, now) } });
  expect(genuine.status).not.toBe(401);
  expect(journal.of("ran")).toHaveLength(1);
});

test("does not believe an answer that the app did not sign", async ({ open, database }) => {
  const impostor = await listen((_, response) => {
    response.writeHead(200, { "x-inngest-sdk": "js:v4.24.0", "content-type": "application/json" });
    response.end(JSON.stringify({ functions: [] }));
  });
  const said: string[] = [];
  const lab = await open(() => [], { appOrigin: impostor.origin, log: { info: () => undefined, error: (line) => said.push(line) } });
  await expect.poll(() => said.join()).toContain("its signature does not match");
  expect(lab.engine.functionCount()).toBeUndefined();
  impostor.server.close();
  expect(database.url).toBeTruthy();
});

test("says which option of which function it cannot honour, and runs nothing", async ({ open }) => {
  const said: string[] = [];
  const lab = await open(
    (inngest, { note }) => [
      inngest.createFunction({ id: "fine", triggers: [{ event: "x" }] }, () => note("ran")),
      inngest.createFunction({ id: "odd", triggers: [{ cron: "0 * * * *", jitter: "10s" }] as never }, () => note("ran")),
    ],
    { log: { info: () => undefined, error: (line) => said.push(line) } },
  );
  await expect.poll(() => said.join()).toContain("lab-odd");
  expect(said.join()).toContain("jitter");
  expect(lab.engine.functionCount()).toBeUndefined();
});

test("starts before its app and waits for it", async ({ open }) => {
  const { server, origin } = await listen(() => undefined);
  server.close();
  const lab = await open((inngest, { note }) => [inngest.createFunction({ id: "fn", triggers: [{ event: "x" }] }, () => note("ran"))], {
    appOrigin: origin,
  });
  await lab.client.send({ name: "x" });
  const late = await listen((incoming, response) => void relay(incoming, response, lab.origin), Number(new URL(origin).port));
  await lab.journal.until("ran");
  late.server.closeAllConnections();
  late.server.close();
});

function relay(
  incoming: Parameters<Parameters<typeof listen>[0]>[0],
  response: Parameters<Parameters<typeof listen>[0]>[1],
  origin: string,
) {
  const onward = request(`${origin}${incoming.url}`, { method: incoming.method ?? "GET", headers: incoming.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  incoming.pipe(onward);
}
