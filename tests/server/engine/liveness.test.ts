import { WORKER_LOCK_CLASS } from "@/lib/engine/schema-claim";
import { openStore } from "@/lib/engine/store";
import { expect, type Lab, test } from "./lab";

test("claims nothing when it was given up while it waited, and goes on as somebody new", async ({ open, database }) => {
  const store = openStore(database.url);
  await store.ready();
  const workers = () => database.sql<{ id: number }[]>`select id from inngest_embedded.worker`;
  const said: string[] = [];
  const sessions = () => database.sql<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and classid = ${WORKER_LOCK_CLASS} and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())`;
  let lab: Lab | undefined;
  let given: number | undefined;

  await store.firm.begin(async (beats) => {
    await store.firm.begin(async (jobs) => {
      // The engine's first round puts back what it does not hold, and waits here.
      await jobs`lock table job in exclusive mode`;
      lab = await open((inngest, { note }) => [inngest.createFunction({ id: "fn", triggers: [{ event: "x" }] }, () => note("ran"))], {
        log: { info: () => undefined, error: (line) => said.push(line) },
      });
      const waiting = () => database.sql`
        select from pg_stat_activity where wait_event_type = 'Lock' and query like '%claim <> all%' and datname = current_database()`;
      await expect.poll(waiting).toHaveLength(1);
      [given] = (await workers()).map(({ id }) => id);
      // Nobody beats from here on: what it lost, it gets back no sooner than it is to.
      await beats`lock table worker in exclusive mode`;
      await database.sql`select pg_terminate_backend(pid) from (${sessions()}) s`;
      await expect.poll(sessions).toHaveLength(0);
    });
    await beats`update worker set gone = true where id = ${given ?? null}`;
    await lab?.client.send({ name: "x" });
  });

  await lab?.journal.until("ran");
  await expect.poll(async () => (await workers()).map(({ id }) => id === given)).toEqual([false]);
  expect(said.filter((line) => line.includes("claim"))).toEqual([]);
});
