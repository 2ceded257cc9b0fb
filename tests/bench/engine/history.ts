import type postgres from "postgres";

const FINISHED = 1_000_000;
const SLEEPING = 100_000;

/** What an engine that ran for a while leaves behind: a million finished runs with a step and an event each, and runs that sleep. */
export async function makeHistory(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    set search_path = inngest_embedded;
    create temp table made as select gen_random_uuid() as id, n from generate_series(1, ${FINISHED + SLEEPING}) n;
    insert into event (id, name, body, received_at, dispatched_at)
      select 'old-' || n, 'bench', '{"name":"bench","data":{}}', now() - interval '1 hour', now() from made where n <= ${FINISHED};
    insert into run (id, fn_id, events, keys, limits, lane, tag, outcome, output, created_at, started_at, ended_at)
      select id, 'bench-three', '[{"name":"bench","data":{}}]', '{}', '{}', 'bench-three', n,
        case when n <= ${FINISHED} then 'completed' end, case when n <= ${FINISHED} then 'null'::json end,
        now() - interval '1 hour', now() - interval '1 hour', case when n <= ${FINISHED} then now() - interval '1 hour' end
      from made;
    insert into step (run_id, id, op, name, data) select id, 'one', 'StepRun', 'one', '{"n":1}' from made where n <= ${FINISHED};
    insert into job (run_id, kind, state, step_id, op, name, tag, lane, keys, limits, due_at)
      select id, 'timer', 'scheduled', 'nap', 'Sleep', 'nap', n, 'bench-three', '{}', '{}', now() + interval '1 day'
      from made where n > ${FINISHED};
    drop table made;
  `);
  await sql.unsafe("vacuum analyze inngest_embedded.run, inngest_embedded.step, inngest_embedded.event, inngest_embedded.job");
  // Writing the history to its files is no part of living with it.
  await sql.unsafe("checkpoint");
}
