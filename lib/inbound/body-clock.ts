export interface Pace {
  /** What any body may take, however small. */
  graceMs: number;
  /** Expected beyond that. */
  bytesPerSecond: number;
}

/** A byte a second (slowloris) is cut off, a mail of 40 MB over a thin line is not. */
export const BODY_PACE: Pace = { graceMs: 20_000, bytesPerSecond: 8 * 1024 };

export class TooSlow extends Error {
  override name = "TooSlow";
}

/** Ends the wait for a body that comes too slowly. */
export class BodyClock {
  private readonly startedAt = performance.now();
  private received = 0;
  private timer: NodeJS.Timeout | undefined;
  private fail: ((error: TooSlow) => void) | undefined;

  constructor(private readonly pace: Pace) {}

  /** The next read begins, `received` bytes after the start. `fail` hears when it takes too long. */
  watch(received: number, fail: (error: TooSlow) => void) {
    this.received = received;
    this.fail = fail;
    this.timer ??= setTimeout(this.ring, this.pace.graceMs);
  }

  stop() {
    clearTimeout(this.timer);
  }

  private readonly ring = () => {
    const allowedMs = this.pace.graceMs + (this.received / this.pace.bytesPerSecond) * 1000;
    const leftMs = allowedMs - (performance.now() - this.startedAt);
    if (leftMs > 0) this.timer = setTimeout(this.ring, leftMs);
    else this.fail?.(new TooSlow("the body comes too slowly"));
  };
}
