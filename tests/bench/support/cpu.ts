import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second. */
const MS_PER_TICK = 10;

/** CPU time of these processes and all below them so far, in milliseconds. NaN where there is no /proc. */
export function cpuTime(roots: readonly number[]): number {
  const processes = readProcesses();
  if (processes.size === 0) return Number.NaN;
  let ms = 0;
  for (const [pid, { ticks }] of processes) if (isBelow(pid, roots, processes)) ms += ticks * MS_PER_TICK;
  return ms;
}

interface Process {
  parent: number;
  ticks: number;
}

function readProcesses(): Map<number, Process> {
  const processes = new Map<number, Process>();
  for (const name of list("/proc"))
    if (/^\d+$/.test(name)) {
      // After the name in parentheses: state, parent, … user and system ticks are the 12th and 13th (proc(5)).
      const fields = read(`/proc/${name}/stat`).split(") ").at(-1)?.split(" ") ?? [];
      processes.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11] ?? 0) + Number(fields[12] ?? 0) });
    }
  return processes;
}

function isBelow(pid: number, roots: readonly number[], processes: ReadonlyMap<number, Process>): boolean {
  for (let at: number | undefined = pid; at; at = processes.get(at)?.parent) if (roots.includes(at)) return true;
  return false;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
