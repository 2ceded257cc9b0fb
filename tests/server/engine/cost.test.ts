import { WORKER_LOCK_CLASS } from "@/lib/engine/schema-claim";
import { closeStore, openStore, type Store } from "@/lib/engine/store";
import { expect, test } from "@/tests/support/server-test";

const SLEEPING = 5_000;
const FINISHED = 5_000;
const READY = 20;

test.afterEach(() => closeStore());

/** Runs that sleep for a day, runs that have ended, and a few that are ready: what an engine has around it after a while. */
async function aged(store: Store) {
  await store.ready();
  await store.firm.begin((tx) =>
    tx.unsafe(`
      create temp table made on commit drop as select gen_random_uuid() as id, n from generate_series(1, ${FINISHED + SLEEPING + READY}) n;
      insert into run (id, fn_id, events, keys, limits, lane, tag, outcome)
        select id, 'lab-old', '[]', '{}', '{}', 'lab-old', n, case when n <= ${FINISHED} then 'completed' end from made;
      insert into job (run_id, kind, state, tag, lane, keys, limits, due_at)
        select id, 'run', case when n > ${FINISHED + SLEEPING} then 'ready' else 'scheduled' end, n, 'lab-old', '{}', '{}', now() + interval '1 day'
        from made where n > ${FINISHED};`),
  );
  await store.firm`analyze`;
}

/** Rows that a claim of ten jobs looks at, by table. */
async function claimTen(store: Store): Promise<{ jobs: number; read: Record<string, number> }> {
  return store.firm.begin(async (tx) => {
    const [worker] = await tx<{ id: number }[]>`insert into worker (host) values ('here') returning id`;
    await tx`select pg_advisory_xact_lock(${WORKER_LOCK_CLASS}, ${worker?.id ?? 0})`;
    const [{ claimed } = { claimed: { jobs: [] } }] = await tx<
      { claimed: { jobs: unknown[] } }[]
    >`select claim(${worker?.id ?? 0}, 10, '{}') as claimed`;
    const tables = await tx<{ name: string; rows: number }[]>`
      select relname as name, (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as rows
      from pg_stat_xact_user_tables where schemaname = 'inngest_embedded' and relname in ('job', 'run', 'step')`;
    return { jobs: claimed.jobs.length, read: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])) };
  });
}

test("a claim looks at what is ready, not at the runs that sleep or have ended", async ({ database }) => {
  const store = openStore(database.url);
  await aged(store);
  // Each connection plans a function anew for its first few calls, then as it will for good.
  for (let call = 0; call < 6; call++) await claimTen(store);
  await store.firm`update job set state = 'ready', worker = null, claim = null where state = 'claimed'`;

  const { jobs, read } = await claimTen(store);
  expect(jobs).toBe(10);
  for (const rows of Object.values(read)) expect(rows).toBeLessThan(10 * READY);
});
