import { execFile, spawn } from "node:child_process";
import { chmod, cp, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { isReachable, postgresAccount } from "@/db/embedded/account";
import { findBinaries, packageRoot } from "@/db/embedded/binaries";
import { inheritLock, isPostmaster } from "@/db/embedded/lock";
import { type EmbeddedPostgres, startPostgres } from "@/db/embedded/postgres";
import { THROWAWAY } from "@/db/embedded/settings";
import { expect, findPostmaster, test } from "@/tests/support/process-test";

const run = promisify(execFile);
const NOBODY = { uid: 65534, gid: 65534 };

function start(dataDirectory: string, say?: (line: string) => void): Promise<EmbeddedPostgres> {
  return startPostgres({ dataDirectory, settings: THROWAWAY, ...(say && { say }) });
}

async function query(url: string, statement: string) {
  const sql = postgres(url, { max: 1 });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

async function kill(pid: number) {
  process.kill(pid, "SIGKILL");
  await expect.poll(() => isPostmaster(pid)).toBe(false);
}

async function otherPostmaster(dataDirectory: string, than: number): Promise<number> {
  for (;;) {
    const pid = await findPostmaster(dataDirectory);
    if (pid !== undefined && pid !== than) return pid;
  }
}

test("left running by a process that was killed, it is adopted", async ({ dataDirectory }) => {
  const first = await start(dataDirectory);

  const second = await start(dataDirectory);

  expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
  await second.stop();
  expect(isPostmaster(first.pid)).toBe(false);
});

test("of two starts at once, one starts it and both use it", async ({ dataDirectory }) => {
  const [one, other] = await Promise.all([start(dataDirectory), start(dataDirectory)]);

  expect(one.pid).toBe(other.pid);
  expect([one.adopted, other.adopted].sort()).toEqual([false, true]);
});

test("killed, it comes back at once with what was committed, on the same port", async ({ dataDirectory }) => {
  const before = await startPostgres({ dataDirectory });
  await query(before.url, "create table kept (word text); insert into kept values ('still here')");
  process.kill(before.pid, "SIGKILL");

  const after = await startPostgres({ dataDirectory });

  expect(after).toMatchObject({ adopted: false, url: before.url });
  expect(await query(after.url, "select word from kept")).toEqual([{ word: "still here" }]);
});

for (const signal of ["SIGKILL", "SIGINT"] as const)
  test(`ended by ${signal} while it comes up, it is started again`, async ({ dataDirectory }) => {
    const before = await startPostgres({ dataDirectory });
    await kill(before.pid);

    const starting = startPostgres({ dataDirectory });
    const pid = await otherPostmaster(dataDirectory, before.pid);
    process.kill(pid, signal);

    expect((await starting).pid).not.toBe(pid);
  });

test("a lock file whose number belongs to a stranger by now is no obstacle", async ({ dataDirectory }) => {
  const before = await start(dataDirectory);
  await kill(before.pid);
  const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const lock = join(dataDirectory, "postgres", "postmaster.pid");
  await writeFile(lock, (await readFile(lock, "utf8")).replace(/^\d+/, String(stranger.pid)));

  const after = await start(dataDirectory);
  stranger.kill();

  expect(after.adopted).toBe(false);
});

test("a lock file that its postmaster takes away while it is being looked at is no obstacle", async ({ dataDirectory }) => {
  inheritLock(dataDirectory);

  expect(await readdir(dataDirectory)).toEqual([]);
});

test("nobody on the machine gets in without its password", async ({ dataDirectory }) => {
  const { url } = await start(dataDirectory);
  const guess = new URL(url);
  guess.password = "postgres";

  await expect(query(guess.href, "select 1")).rejects.toThrow("password authentication failed");
  expect((await stat(join(dataDirectory, "postgres.json"))).mode & 0o077).toBe(0);
});

test("a cluster made by another major version is left alone", async ({ dataDirectory }) => {
  const cluster = join(dataDirectory, "postgres");
  await mkdir(cluster);
  await writeFile(join(cluster, "PG_VERSION"), "17\n");

  await expect(start(dataDirectory)).rejects.toThrow(`${cluster} was made by Postgres 17`);
});

test("programs without their symlinks, in a directory closed to others, run from a copy", async ({ dataDirectory }) => {
  const closed = join(dataDirectory, "closed");
  const root = join(closed, "package");
  await cp(packageRoot(), root, { recursive: true, filter: async (file) => !(await isLink(file)) });
  await chmod(closed, 0o700);
  const said: string[] = [];

  const twice = [1, 2].map(() => findBinaries(NOBODY, dataDirectory, (line) => said.push(line), root));
  const [binaries] = await Promise.all(twice);

  expect(said[0]).toContain(`Postgres cannot run from ${root}`);
  expect(binaries?.postgres.startsWith(join(dataDirectory, "postgres-"))).toBe(true);
  const { stdout } = await run(binaries?.postgres ?? "", ["--version"], { ...postgresAccount() });
  expect(stdout).toContain("postgres (PostgreSQL) 18");
});

test("programs whose symlinks were not made run in their place", async ({ dataDirectory }) => {
  const root = join(dataDirectory, "package");
  await cp(packageRoot(), root, { recursive: true, filter: async (file) => !(await isLink(file)) });

  const { postgres: program } = await findBinaries(postgresAccount(), dataDirectory, () => undefined, root);

  expect(program.startsWith(root)).toBe(true);
  expect((await run(program, ["--version"])).stdout).toContain("PostgreSQL");
});

test("a data directory closed to the account of Postgres gets its database elsewhere, and finds it again", async ({ dataDirectory }) => {
  const closed = join(dataDirectory, "home");
  await mkdir(closed, { mode: 0o700 });
  const inside = join(closed, ".mailroom");
  const said: string[] = [];

  const before = await start(inside, (line) => said.push(line));
  await query(before.url, "create table kept (word text)");
  await before.stop();
  const after = await start(inside);
  expect(await query(after.url, "select count(*)::int as kept from kept")).toEqual([{ kept: 0 }]);

  const [place] = await query(after.url, "select current_setting('data_directory') as directory");
  await after.stop();
  const elsewhere = postgresAccount() !== undefined;
  expect(said.some((line) => line.includes(`the database is in ${dirname(place?.directory)} instead`))).toBe(elsewhere);
  if (elsewhere) await rm(dirname(place?.directory), { recursive: true });
});

test("what an account can reach is told from modes alone", async ({ dataDirectory }) => {
  const file = join(dataDirectory, "a/b/file");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, "");

  expect(await isReachable(file, NOBODY)).toBe(true);
  await chmod(join(dataDirectory, "a"), 0o700);
  expect(await isReachable(file, NOBODY)).toBe(false);
  expect(await isReachable(file, undefined)).toBe(true);
  expect(await isReachable(join(dataDirectory, "missing"), NOBODY)).toBe(false);
});

async function isLink(file: string) {
  return (await lstat(file)).isSymbolicLink();
}
