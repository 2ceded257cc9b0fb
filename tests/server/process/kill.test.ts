import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { findFirstEndpoint } from "@/tests/support/first-source";
import { allFiled, send } from "@/tests/support/load";
import { expect, findPostmaster, test } from "@/tests/support/process-test";

const MAILS = 400;

test("killed at random moments under load, it files every acknowledged mail and none twice", async ({ start, look }) => {
  let app = await start();
  const sql = await look();
  const load = send(await findFirstEndpoint(app.origin), MAILS);
  const { port } = new URL(app.origin);

  for (const acknowledged of randomMoments(4, MAILS - 50)) {
    await load.reaches(acknowledged);
    await app.end("SIGKILL");
    app = await start({ PORT: port });
  }
  await load.done;
  // Everything is acknowledged, and most of it not yet filed.
  for (const wait of randomMoments(2, 500)) {
    await sleep(wait);
    await app.end("SIGKILL");
    app = await start({ PORT: port });
  }
  await allFiled(sql);

  expect(await filed(sql)).toEqual({ deliveries: MAILS, messages: MAILS, different: MAILS });
});

test("a database that is killed and stopped under load comes back, with every acknowledged mail", async ({
  start,
  look,
  dataDirectory,
}) => {
  const app = await start();
  const sql = await look();
  const load = send(await findFirstEndpoint(app.origin), MAILS);

  for (const [acknowledged, signal] of [
    [50, "SIGINT"],
    [150, "SIGKILL"],
    [250, "SIGINT"],
  ] as const) {
    await load.reaches(acknowledged);
    const before = await running(dataDirectory);
    process.kill(before, signal);
    await expect.poll(() => findPostmaster(dataDirectory).then((pid) => pid ?? before), { timeout: 120_000 }).not.toBe(before);
  }
  await load.done;
  await allFiled(sql);

  expect(await filed(sql)).toEqual({ deliveries: MAILS, messages: MAILS, different: MAILS });
  expect(app.output()).toContain("The database went away");
});

async function running(dataDirectory: string): Promise<number> {
  for (;;) {
    const pid = await findPostmaster(dataDirectory);
    if (pid !== undefined) return pid;
    await sleep(5);
  }
}

async function filed(sql: postgres.Sql) {
  const [row] = await sql`
    select (select count(*)::int from deliveries where state = 'filed') as deliveries,
           count(*)::int as messages, count(distinct subject)::int as different from messages`;
  return row;
}

/** In order, between 1 and `below`. */
function randomMoments(count: number, below: number): number[] {
  return Array.from({ length: count }, () => 1 + Math.floor(Math.random() * below)).sort((a, b) => a - b);
}
