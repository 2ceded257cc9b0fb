import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedPostgres, startPostgres } from "@/db/embedded/postgres";
import { AlreadyRunning, type Claim, claimAsServer, claimAsTool } from "./claim";

const ATTEMPTS = 5;
const RETRY_MS = 200;

/** The embedded database of a data directory, in use by this process. */
export interface OwnDatabase {
  url: string;
  claim: Claim;
  postgres: EmbeddedPostgres;
}

/** Starts or adopts the database for the one server of `dataDirectory`. Throws `AlreadyRunning` when there is another. */
export function openAsServer(dataDirectory: string, say: (line: string) => void, lost: () => void): Promise<OwnDatabase> {
  return open(dataDirectory, say, (url) => claimAsServer(url, dataDirectory, lost));
}

/** Starts or adopts the database for a command. */
export function openAsTool(dataDirectory: string, say: (line: string) => void): Promise<OwnDatabase> {
  return open(dataDirectory, say, claimAsTool);
}

/** Between starting or finding a database and taking our place in it, whoever ran it may stop it: then it is ours to start. */
async function open(dataDirectory: string, say: (line: string) => void, take: (url: string) => Promise<Claim>): Promise<OwnDatabase> {
  for (let attempt = 1; ; attempt++) {
    const postgres = await startPostgres({ dataDirectory, say });
    try {
      return { url: postgres.url, claim: await take(postgres.url), postgres };
    } catch (error) {
      if (error instanceof AlreadyRunning || attempt === ATTEMPTS) throw error;
      await sleep(RETRY_MS);
    }
  }
}
