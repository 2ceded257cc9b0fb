import { expect, test } from "@playwright/test";
import { gather } from "@/db/gather";

/** A write that ends when it is told to, and remembers what it was given. */
function slowWrite() {
  const writes: { items: number[]; end: (error?: Error) => void }[] = [];
  const write = (items: number[]) =>
    new Promise<void>((resolve, reject) => {
      writes.push({ items, end: (error) => (error ? reject(error) : resolve()) });
    });
  return { writes, write };
}

const turn = () => new Promise(setImmediate);

test.describe("gathering writes", () => {
  test("writes the first at once and what comes meanwhile together", async () => {
    const { writes, write } = slowWrite();
    const add = gather(write);
    const all = [add(1), add(2), add(3)];
    expect(writes.map(({ items }) => items)).toEqual([[1]]);

    writes[0]?.end();
    await turn();
    expect(writes[1]?.items).toEqual([2, 3]);
    writes[1]?.end();
    await Promise.all(all);
  });

  test("tells those of a failed write, and goes on with the next", async () => {
    const { writes, write } = slowWrite();
    const add = gather(write);
    const first = add(1).catch((error: Error) => error.message);
    const second = add(2);

    writes[0]?.end(new Error("the database is away"));
    expect(await first).toBe("the database is away");
    await turn();
    writes[1]?.end();
    await second;
  });

  test("never writes more than 200 at once", async () => {
    const sizes: number[] = [];
    const add = gather<number>(async (items) => {
      sizes.push(items.length);
    });
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => add(n)));
    expect(Math.max(...sizes)).toBe(200);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(1_000);
  });
});
