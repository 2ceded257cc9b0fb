interface Waiter {
  weight: number;
  enter(): void;
}

/**
 * Lets in work whose weights together stay within a capacity. First come, first served: an endless stream of light work never
 * keeps heavy work waiting, nor heavy work the light for longer than until its turn.
 */
export class WeightedSemaphore {
  readonly #capacity: number;
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiter>();
  #taken = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * Waits for its turn. Answers with what gives the weight back; to call that again does nothing. Work heavier than the whole
   * capacity takes all of it, and so goes alone. Who gives up leaves the queue: rejects with the reason of `signal`.
   */
  acquire(weight: number, signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        this.#waiting.delete(waiter);
        reject(signal?.reason);
        // It may have been the first, and too heavy for the room there is.
        this.#letIn();
      };
      const waiter = {
        weight: Math.min(weight, this.#capacity),
        enter: () => {
          signal?.removeEventListener("abort", leave);
          resolve(this.#giverBack(waiter.weight));
        },
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.add(waiter);
      this.#letIn();
    });
  }

  #letIn() {
    for (const waiter of this.#waiting) {
      if (this.#taken + waiter.weight > this.#capacity) return;
      this.#waiting.delete(waiter);
      this.#taken += waiter.weight;
      waiter.enter();
    }
  }

  #giverBack(weight: number): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#taken -= weight;
      this.#letIn();
    };
  }
}
