import { isConnectionLost } from "./errors";

interface Waiting<T, R> {
  item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** Items that go into one call at the most. */
const MAX_ITEMS = 200;

/**
 * Makes one call of many: what is given while one is under way goes into the next, so that many callers share a round trip and
 * an fsync; idle, nobody waits for company. `run` answers one result per item. When it throws, each item gets a call of its own,
 * for one caller's trouble is not the others'; a database that went away is everybody's.
 */
export function grouped<T, R>(run: (items: T[]) => Promise<R[]>): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let draining = false;

  async function drain() {
    draining = true;
    while (waiting.length > 0) await settle(waiting.splice(0, MAX_ITEMS));
    draining = false;
  }

  async function settle(group: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await run(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as R);
    } catch (error) {
      if (group.length > 1 && !isConnectionLost(error)) await Promise.all(group.map((one) => settle([one])));
      else for (const { reject } of group) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!draining) void drain();
    });
}
