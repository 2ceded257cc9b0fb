import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chown, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Account, makePrivateDirectory } from "./account";
import type { Binaries } from "./binaries";

/** The database's only role: the app's. */
export const ROLE = "mailroom";

const run = promisify(execFile);

/** The major version that made the cluster, or undefined when there is none. */
export function clusterVersion(directory: string): Promise<string | undefined> {
  return readFile(join(directory, "PG_VERSION"), "utf8").then(
    (text) => text.trim(),
    () => undefined,
  );
}

/**
 * Makes an empty cluster in `directory`, all or nothing: a start that is killed half-way leaves nothing under that name.
 * The builtin UTF-8 locale sorts and folds alike on every system; a libc one changes under the indexes with an upgrade.
 */
export async function createCluster(directory: string, { binaries, account, password, durable }: ClusterOptions) {
  const part = `${directory}.${randomUUID()}`;
  const passwordFile = `${part}.password`;
  await makePrivateDirectory(part, account);

  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account) await chown(passwordFile, account.uid, account.gid);
    await run(
      binaries.initdb,
      [
        `--pgdata=${part}`,
        `--username=${ROLE}`,
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--text-search-config=simple",
        "--no-instructions",
        ...(durable ? [] : ["--no-sync"]),
      ],
      { ...account, cwd: part, env: cleanEnvironment(), windowsHide: true },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  // Of two first starts at once, the first to get here made the cluster.
  await rename(part, directory).catch(() => rm(part, { recursive: true }));
}

export interface ClusterOptions {
  binaries: Binaries;
  account: Account | undefined;
  password: string;
  /** Whether the files must outlive a power cut. */
  durable: boolean;
}

/** Without the PG* variables of whoever started us, and with messages in English, which we read. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, NODE_ENV } = process.env;
  return { ...(PATH && { PATH }), ...(SystemRoot && { SystemRoot }), ...(TEMP && { TEMP }), NODE_ENV, LC_ALL: "C", TZ: "UTC" };
}
