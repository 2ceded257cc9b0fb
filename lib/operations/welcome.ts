import "server-only";
import { env } from "@/env";
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

  const stopping = new AbortController();
  const posting = postDemo(origin, stopping.signal).catch((error: unknown) => say(`The demo waits for the next start: ${error}`));
  return {
    async stop() {
      stopping.abort();
      await posting;
    },
  };
}
