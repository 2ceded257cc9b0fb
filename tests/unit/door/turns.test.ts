import { expect, test } from "@playwright/test";
import { inTurn } from "@/lib/inbound/turns";

/** Counts turns of the event loop until it is stopped. */
function countTurns() {
  let turn = 0;
  const count = () => {
    turn++;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  return { now: () => turn, stop: () => clearImmediate(next) };
}

test("of work that comes at once, each turn of the event loop does one piece, in the order it came", async () => {
  const turns = countTurns();
  const done: { piece: number; turn: number }[] = [];
  await new Promise<void>((end) => {
    for (const piece of [0, 1, 2, 3])
      inTurn(() => {
        done.push({ piece, turn: turns.now() });
        if (piece === 3) end();
      });
  });
  turns.stop();
  expect(done.map(({ piece }) => piece)).toEqual([0, 1, 2, 3]);
  expect(new Set(done.map(({ turn }) => turn)).size).toBe(4);
});
