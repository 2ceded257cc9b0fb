import { Client } from "pg";

const CONNECT_TIMEOUT_MS = 5_000;
/** A statement that takes longer has lost its server. */
const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * One connection that comes back: when Postgres restarts, what was under way fails and the next question connects anew.
 * Whether a commit was reached when the line broke is never known, so its rows count as not kept; a sender that tries
 * again meets its own row and is told 200 then.
 */
export class DoorConnection {
  private current: Promise<Client> | undefined;

  constructor(private readonly databaseUrl: string) {}

  /** Connected, or throws what Postgres said. */
  client(): Promise<Client> {
    this.current ??= this.connect();
    return this.current;
  }

  async close() {
    const client = await this.current?.catch(() => undefined);
    this.current = undefined;
    await client?.end();
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.databaseUrl,
      application_name: "mailroom door",
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
    });
    const forget = () => {
      this.current = undefined;
    };
    client.once("error", forget);
    client.once("end", forget);
    client.on("error", () => undefined);
    try {
      await client.connect();
      // 200 means on the disk (I1), whatever the database's default.
      await client.query("set synchronous_commit to on");
      return client;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
