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

  /** Waits for the next read, given how many bytes came before it. Rejects with `TooSlow`. */
  race<T>(read: Promise<T>, received: number): Promise<T> {
    this.received = received;
    this.timer ??= setTimeout(this.ring, this.pace.graceMs);
    return new Promise<T>((resolve, reject) => {
      this.fail = reject;
      read.then(resolve, reject);
    });
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
