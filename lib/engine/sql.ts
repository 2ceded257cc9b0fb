import pg from "pg";

export type Row = Record<string, unknown>;

/**
 * Tagged templates over `pg`: sql`select … ${value}` binds its values, and takes in another template as part of its text.
 * Runs when awaited. Not postgres.js, our driver elsewhere: when Postgres goes away inside a transaction of its, it writes to
 * a socket that is gone, which ends the process.
 */
export type Sql = <R = Row>(strings: TemplateStringsArray, ...values: unknown[]) => Query<R>;

/** Inside a transaction. */
export type Tx = Sql;

export interface Database {
  sql: Sql;
  /** Commits when `work` resolves, rolls back when it throws. `run` takes several statements without values. */
  transaction<T>(work: (tx: Tx, run: (statements: string) => Promise<unknown>) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/** A template that was not sent yet. Sent once, at the first `await`. */
export class Query<R> implements PromiseLike<R[]> {
  private sent: Promise<R[]> | undefined;

  constructor(
    private readonly send: (text: string, values: unknown[]) => Promise<R[]>,
    private readonly strings: readonly string[],
    private readonly values: readonly unknown[],
  ) {}

  // biome-ignore lint/suspicious/noThenProperty: awaiting it is what it is for.
  then<A = R[], B = never>(
    resolved?: ((rows: R[]) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ) {
    return this.rows().then(resolved, rejected);
  }

  catch<B>(rejected: (error: unknown) => B | PromiseLike<B>) {
    return this.rows().catch(rejected);
  }

  private rows(): Promise<R[]> {
    const bound: unknown[] = [];
    this.sent ??= this.send(this.textWith(bound), bound);
    return this.sent;
  }

  /** The statement's text; its values are added to `bound`. */
  textWith(bound: unknown[]): string {
    return this.strings.reduce((text, part, index) => {
      const value = this.values[index - 1];
      return `${text}${value instanceof Query ? value.textWith(bound) : `$${bound.push(value ?? null)}`}${part}`;
    });
  }
}

export interface Connect {
  /** Connections at most. */
  max: number;
  /** Server settings of each connection. */
  settings?: Record<string, string>;
}

/** Connections to `databaseUrl`, opened when needed and again when Postgres comes back. */
export function openDatabase(databaseUrl: string, { max, settings = {} }: Connect): Database {
  const pool = new pg.Pool({ ...connectionTo(databaseUrl, settings), max, idleTimeoutMillis: 0 });
  // Whoever waits for an answer is told; the event is for the others, and unheard it would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));

  return {
    sql: sqlOn((query) => pool.query(query)),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query("begin");
        const result = await work(
          sqlOn((query) => client.query(query)),
          (statements) => client.query(statements),
        );
        await client.query("commit");
        client.release();
        return result;
      } catch (error) {
        const broken = await client.query("rollback").then(
          () => false,
          () => true,
        );
        client.release(broken);
        throw error;
      }
    },
    end: () => pool.end(),
  };
}

/** The engine starts beside Next, which on a busy machine keeps the process from its sockets for seconds. */
const CONNECT_MS = 30_000;

/** What `pg` needs to know to reach the engine's tables. */
export function connectionTo(databaseUrl: string, settings: Record<string, string> = {}): pg.ClientConfig {
  const all = { search_path: "inngest_embedded", ...settings };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`);
  return {
    connectionString: databaseUrl,
    application_name: "mailroom-engine",
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    options: options.join(" "),
  };
}

/** Statements are prepared once per connection, under a name that their text gives them. */
const names = new Map<string, string>();

export function sqlOn(run: (query: pg.QueryConfig) => Promise<pg.QueryResult>): Sql {
  const send = async (text: string, values: unknown[]) => {
    const name = names.get(text) ?? `engine_${names.size}`;
    names.set(text, name);
    return (await run({ name, text, values })).rows;
  };
  return (strings, ...values) => new Query(send, strings, values);
}
