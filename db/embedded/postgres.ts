import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Account, postgresAccount } from "./account";
import { type Binaries, findBinaries } from "./binaries";
import { clusterVersion, createCluster } from "./cluster";
import { address, answersAs } from "./connect";
import { inheritLock, isPostmaster, readLock } from "./lock";
import { findPlace, type Place } from "./place";
import { freePort } from "./port";
import { becameReady, spawnPostmaster, stopPostmaster } from "./postmaster";
import { SETTINGS, type Settings } from "./settings";

/** How long a previous postmaster may take to come up or to go away: ending, it writes out what it has in memory. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 200;

export interface PostgresOptions {
  /** The installation's data directory. One process at a time may start a database in it: the caller sees to that. */
  dataDirectory: string;
  /** On top of our own. */
  settings?: Settings;
  /** Hears what a person should know: where the database went when it could not go where it was asked to. */
  say?: (line: string) => void;
}

export interface EmbeddedPostgres {
  url: string;
  pid: number;
  /** Found running, left behind by a process that was killed. */
  adopted: boolean;
  stop(): Promise<void>;
}

/**
 * Starts the Postgres that came with `npm install` on a loopback port, or adopts the one still running in the data directory.
 * Resolves once our (perhaps empty) database takes connections.
 */
export async function startPostgres({ dataDirectory, settings = {}, say = () => undefined }: PostgresOptions): Promise<EmbeddedPostgres> {
  const account = postgresAccount();
  const place = await findPlace(dataDirectory, account, say);
  const binaries = await findBinaries(account, place.base, say);
  const whole = { ...SETTINGS, ...settings };
  const password = await prepareCluster(place, binaries, account, whole);

  let obstacle = "";
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(RETRY_MS)) {
    const lock = await readLock(place.cluster);
    if (lock && isPostmaster(lock.pid)) {
      const url = address(password, lock.port);
      if (lock.ready && (await answersAs(url, place.cluster))) return handle(url, lock.pid, true);
      obstacle = `process ${lock.pid} holds ${place.cluster} but does not answer on port ${lock.port}`;
      continue;
    }

    if (lock) inheritLock(place.cluster);
    const port = await freePort(place.settled?.port);
    const postmaster = spawnPostmaster({ place, port, settings: whole, binaries, account });
    if (postmaster.child.pid !== undefined && (await becameReady(postmaster.child, place.cluster))) {
      await place.settle({ password, port });
      const url = address(password, port);
      if (await answersAs(url, place.cluster)) return handle(url, postmaster.child.pid, false);
    }
    obstacle = postmaster.complaint();
    if (!isPassing(obstacle) && !wasStopped(postmaster.child)) break;
  }
  throw new Error(`Postgres did not start: ${obstacle || `see ${place.log}`}`);
}

/** Makes the cluster if there is none, and returns its password. */
async function prepareCluster(place: Place, binaries: Binaries, account: Account | undefined, settings: Settings): Promise<string> {
  const version = await clusterVersion(place.cluster);
  if (version === undefined) {
    const password = await place.choosePassword(randomBytes(24).toString("base64url"));
    await createCluster(place.cluster, { binaries, account, password, durable: settings.fsync !== "off" });
    return password;
  }

  if (version !== binaries.major)
    throw new Error(
      `${place.cluster} was made by Postgres ${version}, and this is ${binaries.major}: dump it with the Mailroom that made it`,
    );
  if (!place.settled) throw new Error(`postgres.json is missing from the data directory: it holds the password of ${place.cluster}`);
  return place.settled.password;
}

/** Reasons that go away: remains of a postmaster that was killed this instant. */
function isPassing(complaint: string): boolean {
  return /lock file .* already exists|shared memory block .* still in use|could not bind/.test(complaint);
}

/** Ended by a signal while it came up (out of memory, an operator), not by a trouble of its own. */
function wasStopped({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === 0 || signalCode !== null;
}

function handle(url: string, pid: number, adopted: boolean): EmbeddedPostgres {
  return { url, pid, adopted, stop: () => stopPostmaster(pid) };
}
