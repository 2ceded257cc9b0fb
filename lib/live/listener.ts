import "server-only";
import { Client } from "pg";

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

export interface Listener {
  /** Whether the connection stands. Standing is not hearing: a transaction pooler takes LISTEN and passes nothing on. */
  readonly connected: boolean;
  close(): Promise<void>;
}

/**
 * Keeps one connection listening on a Postgres channel, through restarts of the database. `wake` is called on every
 * notification and after every (re)connect: what was notified in between is lost, so look.
 */
export function listen(url: string, channel: string, wake: (heard: boolean) => void): Listener {
  let client: Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  let connected = false;
  let closed = false;

  async function connect() {
    const next = new Client({ connectionString: url, keepAlive: true, application_name: "mailroom live" });
    client = next;
    // Both fire when a connection dies: only the first may count.
    const lost = once(() => reconnect(next));
    next.on("error", lost);
    next.on("end", lost);
    next.on("notification", () => wake(true));
    try {
      await next.connect();
      await next.query(`listen ${next.escapeIdentifier(channel)}`);
    } catch {
      lost();
      return;
    }
    connected = true;
    retryMs = FIRST_RETRY_MS;
    wake(false);
  }

  function reconnect(dead: Client) {
    connected = false;
    void dead.end().catch(() => undefined);
    if (closed) return;
    retry = setTimeout(() => void connect(), retryMs);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  void connect();

  return {
    get connected() {
      return connected;
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}

function once(act: () => void) {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
