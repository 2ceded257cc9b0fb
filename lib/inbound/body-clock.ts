/** What any body may take, however small. */
export const BODY_GRACE_MS = 20_000;
/** The pace expected beyond that: a byte a second (slowloris) is cut off, a 40 MB mail over a thin line is not. */
export const MIN_BODY_BYTES_PER_SECOND = 8 * 1024;

export class TooSlow extends Error {
  override name = "TooSlow";
}

/** Ends the wait for a body that comes too slowly. */
export class BodyClock {
  private readonly startedAt = performance.now();
  private received = 0;
  private timer: NodeJS.Timeout | undefined;
  private fail: ((error: TooSlow) => void) | undefined;

  /** Waits for the next read, given how many bytes came before it. Rejects with `TooSlow`. */
  race<T>(read: Promise<T>, received: number): Promise<T> {
    this.received = received;
    this.timer ??= setTimeout(this.ring, BODY_GRACE_MS);
    return new Promise<T>((resolve, reject) => {
      this.fail = reject;
      read.then(resolve, reject);
    });
  }

  stop() {
    clearTimeout(this.timer);
  }

  private readonly ring = () => {
    const allowedMs = BODY_GRACE_MS + (this.received / MIN_BODY_BYTES_PER_SECOND) * 1000;
    const leftMs = allowedMs - (performance.now() - this.startedAt);
    if (leftMs > 0) this.timer = setTimeout(this.ring, leftMs);
    else this.fail?.(new TooSlow("the body comes too slowly"));
  };
}
