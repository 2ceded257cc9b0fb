import { expect, test } from "@playwright/test";
import { grouped } from "@/db/grouped";

/** A call that ends when it is told to, and remembers what it was given. */
function slowCall() {
  const calls: { items: number[]; end: (error?: Error) => void }[] = [];
  const run = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      calls.push({ items, end: (error) => (error ? reject(error) : resolve(items.map((item) => item * 2))) });
    });
  return { calls, run };
}

const turn = () => new Promise(setImmediate);
const lost = (message: string) => Object.assign(new Error(message), { code: "CONNECTION_CLOSED" });

test.describe("grouping calls", () => {
  test("makes the first at once and what comes meanwhile together, each with its own result", async () => {
    const { calls, run } = slowCall();
    const double = grouped(run);
    const all = Promise.all([1, 2, 3].map(double));
    expect(calls.map(({ items }) => items)).toEqual([[1]]);

    calls[0]?.end();
    await turn();
    expect(calls[1]?.items).toEqual([2, 3]);
    calls[1]?.end();
    expect(await all).toEqual([2, 4, 6]);
  });

  test("does not let one caller's trouble be the others'", async () => {
    const invert = grouped(async (items: number[]) => {
      if (items.includes(0)) throw new Error("cannot divide");
      return items.map((item) => 1 / item);
    });
    const results = await Promise.allSettled([4, 2, 0, 1].map(invert));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  });

  test("tells everybody at once that the database went away, and goes on with the next", async () => {
    const { calls, run } = slowCall();
    const double = grouped(run);
    const all = Promise.allSettled([1, 2, 3].map(double));
    calls[0]?.end();
    await turn();
    calls[1]?.end(lost("the database is away"));
    expect((await all).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(calls).toHaveLength(2);

    const next = double(4);
    calls[2]?.end();
    expect(await next).toBe(8);
  });

  test("never gives a call more than 200", async () => {
    const sizes: number[] = [];
    const add = grouped(async (items: number[]) => {
      sizes.push(items.length);
      return items;
    });
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => add(n)));
    expect(Math.max(...sizes)).toBe(200);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(1_000);
  });
});
