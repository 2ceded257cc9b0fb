import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { env, forgetEnv } from "@/env";
import { guarded, refuseUnsigned } from "@/lib/jobs/unsigned";
import { expect, test } from "../../support/server-test";

test.afterEach(() => {
  delete process.env.INNGEST_DEV;
  delete process.env.MAILROOM_LOOPBACK_URL;
  forgetEnv();
});

function setEnv(variables: Record<string, string>) {
  Object.assign(process.env, variables);
  forgetEnv();
}

async function statusesOf(calls: Record<string, string>[]) {
  const server = createServer(guarded((_, response) => response.writeHead(200).end())).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const statuses: (number | undefined)[] = [];
  for (const headers of calls) {
    const call = request({ port, host: "127.0.0.1", method: "POST", path: "/api/inngest?fnId=f", headers, agent: false });
    call.end("{}");
    const [response] = await once(call, "response");
    statuses.push(response.resume().statusCode);
  }
  server.close();
  return statuses;
}

// Calls that are not signed, as Inngest's dev server makes them, and as somebody else might.
const PROGRAMS_HERE = [{}, { host: "localhost:3000" }, { host: "[::1]:3000" }];
const OTHERS = [
  { host: "mail.acme.test" },
  { host: "127.0.0.1.acme.test" },
  { "x-forwarded-for": "203.0.113.9" },
  { forwarded: "for=203.0.113.9" },
  { via: "1.1 proxy" },
  { origin: "http://127.0.0.1:3000" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
];

test("with the dev server of Inngest, only a program on this machine may call unsigned", async () => {
  setEnv({ INNGEST_DEV: "1" });
  expect(await statusesOf(PROGRAMS_HERE)).toEqual(PROGRAMS_HERE.map(() => 200));
  expect(await statusesOf(OTHERS)).toEqual(OTHERS.map(() => 401));
});

test("without it, signatures decide, which the SDK checks", async () => {
  setEnv({ INNGEST_DEV: "0" });
  expect(env().engine).toBe("embedded");
  expect(await statusesOf([...PROGRAMS_HERE, ...OTHERS])).not.toContain(401);
  expect(refuseUnsigned()).toBeUndefined();
});

test("where nobody knows who calls, nothing unsigned is let in", async () => {
  setEnv({ INNGEST_DEV: "http://127.0.0.1:8288" });
  const refused = refuseUnsigned();
  expect(refused?.status).toBe(401);
  expect(await refused?.json()).toMatchObject({ message: expect.stringContaining("Unauthorized") });
  setEnv({ MAILROOM_LOOPBACK_URL: "http://127.0.0.1:3000" });
  expect(refuseUnsigned()).toBeUndefined();
});
