import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { EnvError } from "@/env";
import { startServingThread } from "@/lib/process/serving-thread";

/** Answers with its thread's id; `/leave` ends it as a job would that calls `process.exit`, `/throw` as a fault of ours would. */
const SERVER = `
  import { createServer } from "node:http";
  import { parentPort, threadId, workerData } from "node:worker_threads";
  const server = createServer((request, response) => {
    if (request.url === "/leave") process.exit(3);
    if (request.url === "/throw") throw new Error("a fault");
    if (request.url === "/say") parentPort.postMessage("something");
    response.end(String(threadId));
  });
  server.listen(workerData.port, "127.0.0.1", () => parentPort.postMessage({ origin: \`http://127.0.0.1:\${server.address().port}\` }));
  parentPort.on("message", (message) => {
    parentPort.postMessage(\`\${workerData.greeting} and \${message}\`);
    process.exit();
  });
`;

async function start(source: string) {
  const folder = await mkdtemp(join(tmpdir(), "mailroom-thread-"));
  const file = join(folder, "thread.mjs");
  await writeFile(file, source);
  const said: string[] = [];
  const starting = startServingThread<string>({
    name: "tests",
    file,
    order: { greeting: "hello" },
    youngGenerationMb: 16,
    onMessage: (message) => said.push(message),
    log: { info: () => undefined, error: (line) => said.push(line) },
  });
  return { starting, said, clean: () => rm(folder, { recursive: true, force: true }) };
}

const ask = (url: string) =>
  fetch(url).then(
    (response) => response.text(),
    () => undefined,
  );

for (const end of ["leave", "throw"])
  test(`a thread that ends by ${end} is replaced at the same address, and its reason told`, async () => {
    const { starting, said, clean } = await start(SERVER);
    const thread = await starting;
    try {
      const first = await ask(thread.origin);
      expect(first).toMatch(/^\d+$/);
      await ask(`${thread.origin}/${end}`);
      await expect.poll(() => ask(thread.origin)).toMatch(/^\d+$/);
      expect(await ask(thread.origin)).not.toBe(first);
      expect(said).toEqual([expect.stringMatching(end === "throw" ? /ended with 1 .*a fault/s : /ended with 3/)]);
    } finally {
      await thread.stop();
      await clean();
    }
    expect(await ask(thread.origin)).toBeUndefined();
    expect(said.slice(1)).toEqual(["hello and end"]);
  });

test("what a thread says while it serves is heard, also from the one that replaced it", async () => {
  const { starting, said, clean } = await start(SERVER);
  const thread = await starting;
  await ask(`${thread.origin}/say`);
  await expect.poll(() => said).toEqual(["something"]);
  await ask(`${thread.origin}/leave`);
  await expect.poll(() => ask(`${thread.origin}/say`)).toMatch(/^\d+$/);
  await expect.poll(() => said.slice(2)).toEqual(["something"]);
  await thread.stop();
  await clean();
});

test("a thread that never listens is told at once", async () => {
  const { starting, clean } = await start(`throw new Error("no such module");`);
  await expect(starting).rejects.toThrow("no such module");
  await clean();
});

test("a thread that cannot serve says why in its own words", async () => {
  const { starting, clean } = await start(`
    import { parentPort } from "node:worker_threads";
    parentPort.postMessage({ refused: "PORT: 3000 is taken" });
  `);
  await expect(starting).rejects.toEqual(new EnvError("PORT: 3000 is taken"));
  await clean();
});
