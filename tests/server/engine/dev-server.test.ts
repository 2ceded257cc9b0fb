import { Inngest } from "inngest";
import { devServerAddress } from "@/lib/jobs/dev-server";
import { jobsListener, jobsRoute } from "@/lib/jobs/serve";
import { mailroom, run } from "../../support/command";
import { callUnsigned, FIRST_CALL, guessesAt, startDevServer } from "../../support/dev-server";
import { Journal } from "./journal";
import { expect, listen, SIGNING_KEY, test } from "./lab";

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const METHODS = ["GET", "PUT", "POST"] as const;

async function inDevMode() {
  const devServer = await startDevServer();
  const journal = new Journal();
  const client = new Inngest({ id: "lab", isDev: true, baseUrl: devServer.origin, eventKey: "lab", logger: silent });
  const runs = client.createFunction({ id: "runs", triggers: [{ event: "x" }], onFailure: () => undefined }, () => journal.note("ran"));
  const jobs = { client, functions: [runs] };
  const app = await listen(jobsListener(jobs));
  const close = () => {
    app.server.closeAllConnections();
    app.server.close();
    devServer.close();
  };
  return { devServer, journal, jobs, origin: app.origin, address: devServerAddress(app.origin), close };
}

test("whoever has the address with the key syncs, asks and runs, by the addresses of the registration alone", async () => {
  const { devServer, journal, address, close } = await inDevMode();

  expect(await callUnsigned(address, "GET")).toBe(200);
  expect(await callUnsigned(address, "PUT")).toBe(200);
  const [registered] = devServer.registrations;
  expect(registered?.url).toBe(address);
  expect(await callUnsigned(registered?.url ?? "", "PUT")).toBe(200);
  const steps = registered?.functions.map(({ steps }) => steps.step.runtime.url) ?? [];
  expect(steps).toHaveLength(2);
  for (const step of steps) expect(await callUnsigned(step, "POST", FIRST_CALL)).not.toBe(401);

  expect(journal.of("ran")).toHaveLength(1);
  close();
});

test("whoever has not gets 401, whatever is asked for", async () => {
  const { devServer, journal, jobs, address, origin, close } = await inDevMode();
  const call = `${address}&fnId=lab-runs&stepId=step`;
  const route = jobsRoute(jobs);

  for (const guess of [...guessesAt(call), `${origin}/api/inngest/${new URL(call).search}`.replace("key=", "KEY=")])
    for (const method of METHODS) {
      expect([guess, method, await callUnsigned(guess, method, FIRST_CALL)]).toEqual([guess, method, 401]);
      const request = new Request(guess, { method, ...(method !== "GET" && { body: JSON.stringify(FIRST_CALL) }) });
      const answer = await (route[method] as (request: Request, context: unknown) => Promise<Response>)(request, {});
      expect([answer.status, await answer.json()]).toEqual([401, { message: expect.stringContaining("Unauthorized") }]);
    }

  expect(journal.of("ran")).toHaveLength(0);
  expect(devServer.registrations).toHaveLength(0);
  close();
});

test("behind another origin and path the key goes along", async () => {
  Object.assign(process.env, { INNGEST_SERVE_ORIGIN: "https://mail.acme.test", INNGEST_SERVE_PATH: "/jobs" });
  const { devServer, address, close } = await inDevMode();

  expect(await callUnsigned(address, "PUT")).toBe(200);

  const [registered] = devServer.registrations;
  const { searchParams } = new URL(address);
  expect(registered?.url).toBe(`https://mail.acme.test/jobs?${searchParams}`);
  for (const { id, steps } of registered?.functions ?? [])
    expect(steps.step.runtime.url).toBe(`https://mail.acme.test/jobs?${searchParams}&fnId=${id}&stepId=step`);
  delete process.env.INNGEST_SERVE_ORIGIN;
  delete process.env.INNGEST_SERVE_PATH;
  close();
});

test("where signatures are checked the key opens nothing", async () => {
  const client = new Inngest({ id: "lab", isDev: false, signingKey: SIGNING_KEY, eventKey: "lab", logger: silent });
  const app = await listen(jobsListener({ client, functions: [] }));

  for (const method of METHODS) expect(await callUnsigned(devServerAddress(app.origin), method, FIRST_CALL)).toBe(401);

  app.server.close();
});

test("the address is the same for everybody who has the installation's secret, and another for others", async () => {
  expect((await mailroom("engine", "dev-server")).stdout.trim()).toBe(devServerAddress("http://localhost:3000"));

  const stranger = await run("scripts/mailroom.ts", ["engine", "dev-server"], {
    MAILROOM_SECRET: "a secret of somebody else, 32 characters",
  });
  expect(stranger.stdout).toMatch(/^http:\/\/localhost:3000\/api\/inngest\?key=[\w-]{43}\n$/);
  expect(stranger.stdout.trim()).not.toBe(devServerAddress("http://localhost:3000"));
});
