import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./account";
import type { Binaries } from "./binaries";
import { cleanEnvironment } from "./cluster";
import { isPostmaster, readLock } from "./lock";
import type { Place } from "./place";
import { asArguments, type Settings } from "./settings";

const MAX_LOG_BYTES = 10 * 1024 * 1024;
const STOP_MS = 3000;
const POLL_MS = 20;

export interface PostmasterOptions {
  place: Place;
  port: number;
  settings: Settings;
  binaries: Binaries;
  account: Account | undefined;
}

/**
 * Starts a postmaster that outlives a kill -9 of ours, and a Ctrl-C in the terminal: it leaves our process group, so that only
 * our own shutdown, after the last commit, stops it. It writes to the log file, not to a pipe that would close with us.
 */
export function spawnPostmaster({ place, port, settings, binaries, account }: PostmasterOptions) {
  rotateLog(place.log);
  const log = openSync(place.log, "a", 0o600);
  const logStart = statSync(place.log).size;
  const child = spawn(binaries.postgres, ["-D", place.cluster, "-p", String(port), ...asArguments(settings)], {
    ...account,
    cwd: place.cluster,
    env: cleanEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
    windowsHide: true,
  });
  child.unref();
  closeSync(log);

  return {
    child,
    /** What this postmaster, and no earlier one, wrote. */
    complaint: () => readFileSync(place.log).subarray(logStart).toString().trim(),
  };
}

/** Whether `child` came up and takes connections; false when it ended instead. Recovery after a crash may take long. */
export async function becameReady(child: ChildProcess, cluster: string): Promise<boolean> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  child.once("exit", end);
  child.once("error", end);

  while (!ended) {
    const lock = await readLock(cluster);
    if (lock?.ready && lock.pid === child.pid) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Fast shutdown: open transactions roll back. A postmaster that hangs is told to quit without a checkpoint, which recovery mends. */
export async function stopPostmaster(pid: number) {
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (!isPostmaster(pid)) return;
    process.kill(pid, signal);
    if (await ends(pid)) return;
  }
}

async function ends(pid: number): Promise<boolean> {
  for (const end = Date.now() + STOP_MS; Date.now() < end; await sleep(POLL_MS)) if (!isPostmaster(pid)) return true;
  return false;
}

function rotateLog(log: string) {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(log, `${log}.1`);
}
