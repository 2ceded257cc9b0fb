import { ENOUGH_CPU_MS } from "./protocol";

let begun = 0;

/** Milliseconds of the processor that this process has taken. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** A file is begun. */
export function startClock() {
  begun = cpuMs();
}

/** Whether it pays to go on with the file: what is made of it by the end counts. */
export function hasTime(): boolean {
  return cpuMs() - begun < ENOUGH_CPU_MS;
}
