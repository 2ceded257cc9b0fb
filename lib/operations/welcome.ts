import "server-only";
import { env } from "@/env";
import { findDemoPending } from "@/lib/workspaces/queries";
import { postDemo } from "./demo";
import { firstRun } from "./first-run";

export interface Welcome {
  /** Stops posting demo mails and waits for those on their way. */
  stop(): Promise<void>;
}

/**
 * What a server does once it answers at `origin`: makes a new installation usable, says how to get in, and posts the demo's
 * mails beside everything else.
 */
export async function welcome(origin: string, say: (line: string) => void): Promise<Welcome> {
  const { signInUrl, endpoint } = await firstRun(env().MAILROOM_URL ?? origin);
  if (endpoint) say(`  Mail comes in at  ${endpoint}`);
  if (signInUrl) say(`  Sign in once with ${signInUrl}`);

  if (await findDemoPending()) say(DEMO);

  const stopping = new AbortController();
  const posting = postDemo(origin, stopping.signal).catch((error: unknown) => say(`The demo waits for the next start: ${error}`));
  return {
    async stop() {
      stopping.abort();
      await posting;
    },
  };
}

/** Before the mail that cannot be read is reported: what is meant to fail should not look like a fault of the installation. */
const DEMO = `
  The demo's mails come in now. One of them cannot be read, by design: it shows where such a mail waits.
  MAILROOM_DEMO=0 starts without them.
`;
