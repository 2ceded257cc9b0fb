import { expect, test } from "@playwright/test";
import { version } from "uuid";
import { newId } from "@/db/new-id";

test("ids are uuids of version 7, each after the one before", () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => version(id) === 7)).toBe(true);
});

test("ids begin with the time they were made at", () => {
  const before = Date.now();
  const made = Number.parseInt(newId().replace("-", "").slice(0, 12), 16);
  expect(made - before).toBeGreaterThanOrEqual(0);
  expect(made - before).toBeLessThan(1_000);
});
