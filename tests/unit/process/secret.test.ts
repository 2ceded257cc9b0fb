import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { loadSecret } from "@/lib/process/secret";

let directory: string;
test.beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "mailroom-secret-"));
});
test.afterEach(() => rm(directory, { recursive: true }));

test("the key is made once, for its owner's eyes only", async () => {
  const secret = await loadSecret(directory);

  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(await loadSecret(directory)).toBe(secret);
  expect((await stat(join(directory, "secret"))).mode & 0o777).toBe(0o600);
});

test("twenty first starts at once agree on one key", async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => loadSecret(directory)));

  expect(new Set(secrets).size).toBe(1);
});

test("a lost key is not replaced under a database that needs it", async () => {
  await writeFile(join(directory, "postgres.json"), "{}");

  await expect(loadSecret(directory)).rejects.toThrow(/MAILROOM_SECRET: .* is missing/);
});
