import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { WeightedSemaphore } from "@/lib/inbound/filing/weighted-semaphore";
import { randomFrom } from "@/tests/support/mail-archive";

/** Work that is let in is written down by name, and leaves when it is told to. */
function openGate(capacity: number) {
  const semaphore = new WeightedSemaphore(capacity);
  const inside = new Map<string, () => void>();
  const came: string[] = [];
  const come = async (name: string, weight: number, signal?: AbortSignal) => {
    inside.set(name, await semaphore.acquire(weight, signal));
    came.push(name);
  };
  /** One after the other, without waiting for each other. */
  const comeAll = async (weights: Record<string, number>) => {
    for (const [name, weight] of Object.entries(weights)) void come(name, weight);
    await turn();
  };
  const leave = async (name: string) => {
    inside.get(name)?.();
    inside.delete(name);
    await turn();
  };
  return { semaphore, come, comeAll, leave, came };
}

test.describe("the room for mails in memory", () => {
  test("lets in what fits, and the rest in the order in which it came", async () => {
    const { comeAll, leave, came } = openGate(10);
    await comeAll({ a: 6, b: 4, c: 3, d: 5, e: 1 });
    expect(came).toEqual(["a", "b"]);
    await leave("b");
    expect(came).toEqual(["a", "b", "c"]);
    await leave("a");
    expect(came).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("lets no small one past a large one that waits", async () => {
    const { comeAll, leave, came } = openGate(10);
    await comeAll({ small: 1, large: 10, late: 1 });
    expect(came).toEqual(["small"]);
    await leave("small");
    expect(came).toEqual(["small", "large"]);
    await leave("large");
    expect(came).toEqual(["small", "large", "late"]);
  });

  test("lets in one larger than all of it, alone", async () => {
    const { comeAll, leave, came } = openGate(10);
    await comeAll({ a: 2, huge: 1_000, b: 2 });
    expect(came).toEqual(["a"]);
    await leave("a");
    expect(came).toEqual(["a", "huge"]);
    await leave("huge");
    expect(came).toEqual(["a", "huge", "b"]);
  });

  test("forgets who gave up, and goes on with the next", async () => {
    const { come, leave, came } = openGate(10);
    const patience = new AbortController();
    void come("a", 5);
    const gone = come("large", 10, patience.signal);
    void come("b", 5);
    await turn();
    expect(came).toEqual(["a"]);

    patience.abort(new Error("too long"));
    await expect(gone).rejects.toThrow("too long");
    expect(came).toEqual(["a", "b"]);
    await expect(come("late", 1, patience.signal)).rejects.toThrow("too long");
    await leave("a");
    await leave("b");
    await come("whole", 10);
  });

  test("takes nothing back from one who is in when its signal comes", async () => {
    const { come, leave, came } = openGate(10);
    const patience = new AbortController();
    await come("a", 10, patience.signal);
    patience.abort();
    void come("b", 1);
    await turn();
    expect(came).toEqual(["a"]);
    await leave("a");
    expect(came).toEqual(["a", "b"]);
  });

  test("gives back once, however often it is told", async () => {
    const { semaphore, comeAll, came } = openGate(10);
    const giveBack = await semaphore.acquire(6);
    giveBack();
    giveBack();
    await comeAll({ a: 6, b: 6 });
    expect(came).toEqual(["a"]);
  });

  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8])
    test(`never holds more than it may, and lets everybody in by turn: any programme, seed ${seed}`, async () => {
      const capacity = 100;
      const random = randomFrom(seed);
      const semaphore = new WeightedSemaphore(capacity);
      const inside: { weight: number; giveBack: () => void }[] = [];
      const came: number[] = [];
      let most = 0;
      let asked = 0;
      let gone = 0;
      const ask = (at: number, weight: number, signal: AbortSignal) => {
        asked++;
        void semaphore.acquire(weight, signal).then(
          (giveBack) => {
            came.push(at);
            inside.push({ weight: Math.min(weight, capacity), giveBack });
          },
          () => gone++,
        );
      };
      const leave = () => inside.splice(Math.floor(random() * inside.length), 1)[0]?.giveBack();

      for (let at = 0; at < 500; at++) {
        const patience = new AbortController();
        if (random() < 0.45) leave();
        else ask(at, Math.floor(random() * capacity * (random() < 0.1 ? 2 : 0.6)), patience.signal);
        if (random() < 0.15) patience.abort();
        await turn();
        most = Math.max(
          most,
          inside.reduce((sum, { weight }) => sum + weight, 0),
        );
      }
      for (; came.length + gone < asked; await turn()) leave();
      expect(most).toBeLessThanOrEqual(capacity);
      expect(gone).toBeGreaterThan(0);
      expect(came).toEqual(came.toSorted((a, b) => a - b));
    });
});
