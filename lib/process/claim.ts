import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";

/** Keys of our session locks among all advisory locks of the database. */
const SERVER = 0x6d61_6973;
const USERS = 0x6d61_6975;

/** How long the locks of a process that was just killed may take to go with it. */
const PATIENCE_MS = 2000;
const RETRY_MS = 50;

/** Another server runs on this data directory. `message` says which. */
export class AlreadyRunning extends Error {
  override name = "AlreadyRunning";
}

/** Our place in an embedded database. It is held by a connection, so that it ends with the process, whatever ends that. */
export interface Claim {
  /** Tells whoever starts a second server where this one answers. */
  announce(origin: string): Promise<void>;
  /** Runs `stop`, which ends the database, if nobody else uses it; then gives the place up. */
  leave(stop: () => Promise<void>): Promise<void>;
}

/** Makes this process the one server of the database, or throws `AlreadyRunning`. `lost` hears when the place is gone. */
export async function claimAsServer(url: string, dataDirectory: string, lost: () => void): Promise<Claim> {
  let held = false;
  const sql = connect(url, `mailroom, process ${process.pid}`, () => {
    if (held) lost();
  });
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(RETRY_MS)) {
    const [row] = await sql<{ mine: boolean }[]>`select pg_try_advisory_lock(${SERVER}) as "mine"`;
    if (row?.mine) break;
    if (Date.now() < end) continue;
    const holder = await findHolder(sql);
    await sql.end();
    throw new AlreadyRunning(`Mailroom already runs on ${dataDirectory}: ${holder}`);
  }
  const claim = await share(sql);
  // Not sooner: a place lost while it is being taken is an error of the taking, and whoever takes tries again.
  held = true;
  return claim;
}

/** Joins as a command that comes and goes, beside a server or without one. */
export function claimAsTool(url: string): Promise<Claim> {
  return share(connect(url, `mailroom command, process ${process.pid}`, () => undefined));
}

function connect(url: string, name: string, onclose: () => void) {
  // The driver's habit of renewing a connection every hour would give the locks away.
  return postgres(url, { max: 1, max_lifetime: null, onclose, onnotice: () => undefined, connection: { application_name: name } });
}

async function share(sql: postgres.Sql): Promise<Claim> {
  await sql`select pg_advisory_lock_shared(${USERS})`;
  return {
    async announce(origin) {
      await sql`select set_config('application_name', ${`mailroom, process ${process.pid} at ${origin}`}, false)`;
    },
    async leave(stop) {
      const [row] = await sql<{ alone: boolean }[]>`
        select pg_advisory_unlock_shared(${USERS}), pg_try_advisory_lock(${USERS}) as "alone"`;
      if (row?.alone) await stop();
      await sql.end({ timeout: 1 });
    },
  };
}

async function findHolder(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ name: string }[]>`
    select application_name as "name" from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and objid = ${SERVER} and granted`;
  return row?.name ?? "a process that is ending";
}
