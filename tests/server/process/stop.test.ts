import { once } from "node:events";
import { createServer } from "node:http";
import { isPostmaster } from "@/db/embedded/lock";
import { listen } from "@/lib/process/listen";
import { runApp } from "@/tests/support/app";
import { expect, findPostmaster, test } from "@/tests/support/process-test";
import { signedIn } from "@/tests/support/session";

/** How long an operator's supervisor is kept waiting at most. */
const END_MS = 5000;

test("asked to end with open streams, it ends within five seconds and stops the database", async ({ start, look, dataDirectory }) => {
  const app = await start();
  const postmaster = await findPostmaster(dataDirectory);
  await look();
  const headers = await signedIn("owner@mailroom.localhost");
  const streams = await Promise.all(Array.from({ length: 20 }, () => openStream(`${app.origin}/api/live`, headers)));

  const { code, ms } = await app.end("SIGTERM");

  expect(code).toBe(0);
  expect(ms).toBeLessThan(END_MS);
  expect(postmaster && isPostmaster(postmaster)).toBe(false);
  await Promise.all(streams.map(readToEnd));
});

test("npm passes the signal on and leaves nothing behind", async ({ start, dataDirectory }) => {
  const app = await start({}, { command: ["npm", "start"] });
  const postmaster = await findPostmaster(dataDirectory);

  await app.end("SIGTERM");

  await expect.poll(() => postmaster && isPostmaster(postmaster), { timeout: END_MS }).toBe(false);
  await expect(fetch(app.origin)).rejects.toThrow();
});

test("a second start on the same data directory says who runs there", async ({ start, dataDirectory }) => {
  const first = await start();

  const second = await runApp({ dataDirectory });

  expect(second.code).toBe(1);
  expect(second.output).toContain(`already runs on ${dataDirectory}: mailroom, process ${first.pid} at ${first.origin}`);
  expect((await fetch(`${first.origin}/api/health`)).status).toBe(200);
});

test("of two first starts at once, one becomes the server and the other says so", async ({ start }) => {
  const outcomes = await Promise.allSettled([start(), start()]);

  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));
  expect(refusals).toEqual([expect.stringContaining("already runs on")]);
});

test("a taken port is named, and nothing is left running", async ({ dataDirectory }) => {
  const occupant = createServer().listen(0, "127.0.0.1");
  await once(occupant, "listening");
  const { port } = occupant.address() as { port: number };

  const { code, output } = await runApp({ dataDirectory, variables: { PORT: String(port) } });
  occupant.close();

  expect(code).toBe(1);
  expect(output).toContain(`Mailroom cannot start. PORT: ${port} is in use by another program`);
  expect(await findPostmaster(dataDirectory)).toBeUndefined();
});

test("without a port of its own it says that 3000 is taken and takes the next", async () => {
  const occupant = createServer();
  occupant.on("error", () => undefined).listen(3000, "127.0.0.1");
  await Promise.race([once(occupant, "listening"), once(occupant, "error")]);
  const said: string[] = [];
  const server = createServer();

  const origin = await listen(server, "127.0.0.1", undefined, (line) => said.push(line));
  server.close();
  occupant.close();

  expect(said[0]).toBe("Port 3000 is in use, trying 3001");
  expect(Number(new URL(origin).port)).toBeGreaterThan(3000);
});

/** Resolves once the stream has said something. */
async function openStream(url: string, headers: Headers) {
  const response = await fetch(url, { headers });
  const reader = response.body?.getReader();
  if (!response.ok || !reader) throw new Error(`no stream: ${response.status}`);
  await reader.read();
  return reader;
}

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>) {
  while (!(await reader.read()).done);
}
