/** Items that go into one write at the most. */
const MAX_ITEMS = 200;

/**
 * Makes one write of many: what is given while a write is under way goes into the next. Each call resolves or rejects with
 * the write its item went into; idle, nobody waits for company.
 */
export function gather<T>(write: (items: T[]) => Promise<void>): (item: T) => Promise<void> {
  const waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let draining = false;

  async function drain() {
    draining = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_ITEMS);
      try {
        await write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    draining = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!draining) void drain();
    });
}
