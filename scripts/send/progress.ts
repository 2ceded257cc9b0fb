const WIDTH = 32;
const EVERY_MS = 100;

export interface Progress {
  step(): void;
  /** Leaves the line as it stands. */
  end(): void;
}

/** A bar with count and rate on stderr, where somebody watches; silent in a pipe. */
export function openProgress(total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  const startedAt = performance.now();
  let done = 0;
  let drawnAt = 0;

  const draw = () => stream.write(`\r${bar(done, total, performance.now() - startedAt)}\x1b[K`);
  if (!stream.isTTY || total === 1) return { step: () => undefined, end: () => undefined };
  return {
    step() {
      done += 1;
      if (performance.now() - drawnAt < EVERY_MS) return;
      drawnAt = performance.now();
      draw();
    },
    end() {
      draw();
      stream.write("\n");
    },
  };
}

/** `████████░░░░  412 of 500  83/s` */
export function bar(done: number, total: number, ms: number): string {
  const full = Math.round((done / total) * WIDTH);
  return `${"█".repeat(full)}${"░".repeat(WIDTH - full)}  ${done} of ${total}  ${rate(done, ms)}/s`;
}

export function rate(done: number, ms: number): string {
  return (done / (Math.max(ms, 1) / 1000)).toFixed(done < 10 * (ms / 1000) ? 1 : 0);
}
