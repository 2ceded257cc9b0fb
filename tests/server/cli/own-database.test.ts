import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "@/tests/support/command";
import { expect, test } from "@/tests/support/server-test";

test("without a server and without a DATABASE_URL, commands start the data directory's database and stop it again", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "mailroom-cli-"));
  await chmod(dataDirectory, 0o755);
  const own = { DATABASE_URL: "", MAILROOM_SECRET: "", MAILROOM_DATA: dataDirectory };

  // At once, on a directory that has nothing yet: one of them makes the key and the database for both.
  const made = await Promise.all(
    ["One", "Two"].map((name) => run("scripts/mailroom.ts", ["mailbox", "create", "--name", name, "--json"], own)),
  );
  expect(made.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
    [0, ""],
    [0, ""],
  ]);

  const listed = await run("scripts/mailroom.ts", ["mailbox", "list", "--json"], own);
  expect(JSON.parse(listed.stdout)).toMatchObject([{ name: "One" }, { name: "Two" }]);
  await expect(readFile(join(dataDirectory, "postgres", "postmaster.pid"))).rejects.toThrow(/ENOENT/);
  await rm(dataDirectory, { recursive: true });
});
