import { expect, test } from "@playwright/test";
import { bar } from "@/scripts/send/progress";

test("a bar shows how much is done and how fast", () => {
  expect(bar(0, 500, 0)).toBe(`${"░".repeat(32)}  0 of 500  0/s`);
  expect(bar(250, 500, 2000)).toBe(`${"█".repeat(16)}${"░".repeat(16)}  250 of 500  125/s`);
  expect(bar(3, 4, 2000)).toBe(`${"█".repeat(24)}${"░".repeat(8)}  3 of 4  1.5/s`);
});
