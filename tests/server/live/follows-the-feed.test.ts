import postgres from "postgres";
import { db } from "@/db/client";
import { newId, type WorkspaceId } from "@/db/columns";
import { announce } from "@/lib/live/announce";
import type { LiveChange } from "@/lib/live/channel";
import { openFeedReader } from "@/lib/live/feed-reader";
import { type LiveFeed, openLiveFeed } from "@/lib/live/listen";
import { findFeedEnd, listMissed, MAX_REPLAYED } from "@/lib/live/queries";
import { test as base, expect, type TestDatabase } from "../../support/server-test";

const here = newId() as WorkspaceId;
const elsewhere = newId() as WorkspaceId;
const ana = newId();

const test = base.extend<{ live: LiveFeed }>({
  live: async ({ database }, use) => {
    const live = openLiveFeed(database.url);
    await use(live);
    await live.close();
  },
});

test("every subscriber of a workspace is told of its changes, and nobody else", async ({ live }) => {
  const [one, two, other] = [await listener(live, here), await listener(live, here), await listener(live, elsewhere)];
  await tell(here, "a");
  await tell(here, "b");

  await expect.poll(() => one.changes.length).toBe(2);
  await expect.poll(() => two.changes.length).toBe(2);
  expect(other.changes).toEqual([]);
});

test("what concerns one person is told to them alone", async ({ live }) => {
  const [mine, others] = [await listener(live, here, ana), await listener(live, here)];
  await tell(here, "read", { userId: ana });
  await tell(here, "all");

  await expect.poll(() => mine.changes.length).toBe(2);
  await expect.poll(() => others.changes.length).toBe(1);
});

test("a change announced twice is told once, one rolled back never", async ({ live }) => {
  const { changes } = await listener(live, here);
  await tell(here, "same");
  await tell(here, "same");
  await db.transaction((tx) => announce(tx, change(here, "undone")).then(() => tx.rollback())).catch(() => undefined);
  await tell(here, "last");

  await expect.poll(() => changes.length).toBe(2);
});

test("a change that commits late is not lost behind one that overtook it", async ({ live, database }) => {
  const { changes } = await listener(live, here);
  const slow = await lateChange(database, here, "slow");
  await tell(here, "quick");
  await expect.poll(() => changes.length).toBe(1);

  await slow.commit();
  await expect.poll(() => changes.map(({ inOrder }) => inOrder)).toEqual([true, false]);
});

test("a change that was in flight when the reader began is told as well", async ({ database }) => {
  const slow = await lateChange(database, here, "slow");
  await tell(here, "quick");
  const reader = await openFeedReader();
  expect(await reader.read()).toEqual([]);

  await slow.commit();
  expect(await reader.read()).toHaveLength(1);
  expect(await reader.read()).toEqual([]);
});

test("a hole that never fills is given up", async ({ database }) => {
  let now = 0;
  const reader = await openFeedReader(() => now);
  const slow = await lateChange(database, here, "slow");
  await tell(here, "quick");
  expect(await reader.read()).toHaveLength(1);

  now = 61_000;
  expect(await reader.read()).toEqual([]);
  await slow.commit();
  expect(await reader.read()).toEqual([]);
});

test("changes go on after the listening connection was cut", async ({ live, database }) => {
  const { changes } = await listener(live, here);
  await tell(here, "before");
  await expect.poll(() => changes.length).toBe(1);

  await database.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mailroom live'`;
  await tell(here, "while it was down");
  await expect.poll(() => changes.length).toBe(2);
  await tell(here, "after");
  await expect.poll(() => changes.length).toBe(3);
});

test("a burst of a thousand is told whole, each change once", async ({ live, database }) => {
  const { changes } = await listener(live, here);
  const rows = Array.from({ length: 1000 }, (_, n) => ({ workspace_id: here, kind: "message.filed", dedupe: `burst:${n}` }));
  await Promise.all(
    [0, 250, 500, 750].map(async (from) => {
      await database.sql`insert into feed ${database.sql(rows.slice(from, from + 250))}`;
      await database.sql`select pg_notify('mailroom_feed', '')`;
    }),
  );

  await expect.poll(() => changes.length).toBe(1000);
  expect(new Set(changes.map(({ seq }) => seq)).size).toBe(1000);
});

test("closing ends every stream", async ({ live }) => {
  const { closed } = await listener(live, here);
  await live.close();
  expect(closed()).toBe(true);
});

test("who comes back is told what they missed, or that it is too much", async ({ database }) => {
  await tell(here, "seen");
  const cursor = await findFeedEnd();
  await tell(here, "missed");
  await tell(elsewhere, "not theirs");
  await tell(here, "not theirs either", { userId: newId() });

  const missed = await listMissed(here, ana, cursor);
  expect(missed?.filter(({ seq }) => seq > cursor).map(({ dedupe }) => dedupe)).toEqual(["missed"]);

  const many = Array.from({ length: MAX_REPLAYED + 1 }, (_, n) => ({ workspace_id: here, kind: "message.filed", dedupe: `many:${n}` }));
  await database.sql`insert into feed ${database.sql(many)}`;
  expect(await listMissed(here, ana, cursor)).toBeUndefined();
});

test("a cursor the feed no longer reaches back to, or has never reached, starts over", async ({ database }) => {
  for (const name of ["a", "b", "c"]) await tell(here, name);
  const end = await findFeedEnd();
  await database.sql`delete from feed where seq < ${end}`;

  expect(await listMissed(here, ana, end - 3)).toBeUndefined();
  expect(await listMissed(here, ana, end + 1)).toBeUndefined();
  expect(await listMissed(here, ana, end)).toHaveLength(1);
});

function change(workspaceId: WorkspaceId, dedupe: string) {
  return { workspaceId, kind: "message.filed" as const, dedupe };
}

function tell(workspaceId: WorkspaceId, dedupe: string, more: { userId?: string } = {}) {
  return db.transaction((tx) => announce(tx, { ...change(workspaceId, dedupe), ...more }));
}

async function listener(live: LiveFeed, workspaceId: WorkspaceId, userId: string = newId()) {
  const changes: (LiveChange & { inOrder: boolean })[] = [];
  let closed = false;
  await live.subscribe({
    workspaceId,
    userId,
    change: (told, inOrder) => changes.push({ ...told, inOrder }),
    close: () => {
      closed = true;
    },
  });
  return { changes, closed: () => closed };
}

/** A change whose seq is taken, and which is not committed until the test says so. */
async function lateChange({ url }: TestDatabase, workspaceId: WorkspaceId, dedupe: string) {
  const sql = postgres(url, { max: 1 });
  await sql`begin`.simple();
  await sql`insert into feed (workspace_id, kind, dedupe) values (${workspaceId}, 'message.filed', ${dedupe})`;
  await sql`select pg_notify('mailroom_feed', '')`;
  return {
    commit: async () => {
      await sql`commit`.simple();
      await sql.end();
    },
  };
}
