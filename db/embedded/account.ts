import { type Stats, statSync } from "node:fs";
import { chmod, chown, mkdir, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The account Postgres runs under. */
export interface Account {
  uid: number;
  gid: number;
}

/** `nobody` on every Unix: no account has to be made on somebody's machine. */
const NOBODY: Account = { uid: 65534, gid: 65534 };

/** Postgres refuses to run as root; undefined means "as ourselves". */
export function postgresAccount(): Account | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/** Whether `account` can enter every directory above `path` and read `path` itself. */
export async function isReachable(path: string, account: Account | undefined): Promise<boolean> {
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) return false;
  if (!account) return true;

  if (!may(await stat(real), account, READ)) return false;
  for (let directory = dirname(real); ; directory = dirname(directory)) {
    if (!may(statSync(directory), account, ENTER)) return false;
    if (directory === dirname(directory)) return true;
  }
}

/** A directory of the account's own, 0700 as Postgres demands. An existing one keeps its contents. */
export async function makePrivateDirectory(path: string, account: Account | undefined) {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  if (account) await chown(path, account.uid, account.gid);
}

const READ = 0o4;
const ENTER = 0o1;

function may(stats: Stats, account: Account, wanted: number): boolean {
  const shift = stats.uid === account.uid ? 6 : stats.gid === account.gid ? 3 : 0;
  return (stats.mode & (wanted << shift)) !== 0;
}
