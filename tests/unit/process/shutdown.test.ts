import { expect, test } from "@playwright/test";
import { createShutdown } from "@/lib/process/shutdown";

/** A shutdown that tells what it closed and how it exited. */
function aShutdown(started: Promise<unknown> = Promise.resolve()) {
  const closed: string[] = [];
  let exited: (code: number) => void;
  const code = new Promise<number>((resolve) => {
    exited = resolve;
  });
  const shutdown = createShutdown(
    () => started,
    (value) => exited(value),
  );
  const open = (name: string, close: () => unknown = () => undefined) =>
    shutdown.onEnd(name, async () => {
      await close();
      closed.push(name);
    });
  return { shutdown, open, closed, code };
}

test("what was opened last is closed first", async () => {
  const { shutdown, open, closed, code } = aShutdown();
  for (const name of ["database", "door", "web"]) open(name);

  shutdown.end(0);

  expect(await code).toBe(0);
  expect(closed).toEqual(["web", "door", "database"]);
});

test("one that fails to close does not keep the rest open", async () => {
  const { shutdown, open, closed, code } = aShutdown();
  open("database");
  open("door", () => {
    throw new Error("stuck, as the test wants it");
  });

  shutdown.end(0);

  expect(await code).toBe(0);
  expect(closed).toEqual(["database"]);
});

test("asked again it hurries: only the database is closed", async () => {
  const { shutdown, open, closed, code } = aShutdown();
  open("database");
  open("door", () => new Promise(() => undefined));

  shutdown.end(0);
  shutdown.end(0);

  expect(await code).toBe(1);
  expect(closed).toEqual(["database"]);
});

test("what never ends is given up in time", async () => {
  const { shutdown, open, closed, code } = aShutdown();
  open("database");
  open("web", () => new Promise(() => undefined));

  shutdown.end(0);

  expect(await code).toBe(1);
  expect(closed).toEqual(["database"]);
});

test("asked half-way through a start, it closes what that start still opens", async () => {
  let finish: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { shutdown, open, closed, code } = aShutdown(started);
  open("database");

  shutdown.end(0);
  open("door");
  finish();

  expect(await code).toBe(0);
  expect(closed).toEqual(["door", "database"]);
});
