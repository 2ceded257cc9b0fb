import { type OwnDatabase, openAsServer } from "./database";

export interface KeptDatabase {
  url: string;
  announce(origin: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The embedded database, for as long as the server lives: should it end by itself (out of memory, an operator's signal), it is
 * started again where it was, and the pools reconnect. `failed` hears when that did not work.
 */
export async function keepDatabase(
  dataDirectory: string,
  say: (line: string) => void,
  failed: (error: Error) => void,
): Promise<KeptDatabase> {
  let current: OwnDatabase;
  let stopping = false;
  let recovery = Promise.resolve();

  const lost = () => {
    if (!stopping) recovery = recover().catch(failed);
  };
  const recover = async () => {
    say("The database went away: starting it again");
    const { url } = current;
    current = await openAsServer(dataDirectory, say, lost);
    if (current.url !== url) throw new Error("The database's port was taken meanwhile by another program");
  };

  current = await openAsServer(dataDirectory, say, lost);
  return {
    url: current.url,
    announce: (origin) => current.claim.announce(origin),
    async stop() {
      stopping = true;
      await recovery;
      // Our place ends with the database, not before: a start that waits for it must not adopt what is about to stop.
      await current.postgres.stop();
    },
  };
}
