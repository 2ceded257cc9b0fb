import type postgres from "postgres";

/** Statements with more parameters than this are rare shapes of many rows: remembering each would fill the server's memory. */
const MAX_PARAMETERS = 64;

type Work = (tx: postgres.TransactionSql) => unknown;

/**
 * Lets Postgres remember the statements that Drizzle sends, also inside transactions. Drizzle goes through `unsafe` and
 * tells it not to prepare unless a query was given a name: without this every query is planned anew and takes two round
 * trips, the first to ask for the types of its parameters.
 */
export function prepared(sql: postgres.Sql): postgres.Sql {
  const begin = sql.begin as (work: Work) => Promise<unknown>;
  sql.begin = ((work: Work) => begin((tx) => work(remembering(tx)))) as typeof sql.begin;
  return remembering(sql);
}

function remembering<T extends postgres.Sql | postgres.TransactionSql>(sql: T): T {
  const unsafe: postgres.Sql["unsafe"] = sql.unsafe;
  sql.unsafe = ((query, parameters = [], options = {}) =>
    unsafe(query, parameters, { ...options, prepare: parameters.length <= MAX_PARAMETERS })) as typeof unsafe;
  return sql;
}
