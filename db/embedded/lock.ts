import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What `postmaster.pid` says about whoever holds a cluster. */
export interface Lock {
  pid: number;
  port: number;
  /** Taking connections. */
  ready: boolean;
}

/** The cluster's lock file, which a killed postmaster leaves behind. */
export async function readLock(cluster: string): Promise<Lock | undefined> {
  const text = await readFile(lockFile(cluster), "utf8").catch(() => "");
  const [pid, , , port, , , , status] = text.split("\n");
  if (!pid) return undefined;
  return { pid: Number(pid), port: Number(port ?? 0), ready: status?.trim() === "ready" };
}

/**
 * Takes over the lock file of a dead postmaster, whose number may live on. Postgres passes over a lock file with its parent's
 * number, ours, and still checks the rest of it: whether processes of the dead one hold its shared memory. Removing the file
 * would skip that check. One that ended in order took its lock file away, perhaps this instant: then there is nothing to inherit.
 */
export function inheritLock(cluster: string) {
  if (!existsSync(lockFile(cluster))) return;
  const [, ...rest] = readFileSync(lockFile(cluster), "utf8").split("\n");
  writeFileSync(lockFile(cluster), [process.pid, ...rest].join("\n"));
}

/**
 * Whether `pid` is a Postgres that runs: not a zombie that nobody reaped, nor a stranger that got the number after a restart
 * of the machine or container. In doubt, yes.
 */
export function isPostmaster(pid: number): boolean {
  if (!exists(pid)) return false;
  if (process.platform === "win32") return true;
  const { state, command } = inspect(pid);
  return !state.startsWith("Z") && (command === "" || command.includes("postgres"));
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function inspect(pid: number): { state: string; command: string } {
  try {
    if (process.platform !== "linux") {
      const [state = "", ...command] = execFileSync("ps", ["-o", "state=,comm=", "-p", String(pid)], { encoding: "utf8" }).split(/\s+/);
      return { state, command: command.join(" ") };
    }
    // "pid (command) state …": the command may hold spaces and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    return { state: stat.slice(end + 2, end + 3), command: stat.slice(stat.indexOf("(") + 1, end) };
  } catch {
    return { state: "", command: "" };
  }
}

function lockFile(cluster: string) {
  return join(cluster, "postmaster.pid");
}
