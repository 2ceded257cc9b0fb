import "server-only";
import { EnvError, env, refuseWithoutServer } from "@/env";
import { closeLive } from "@/lib/live/listen";

/** Before the first page: a process that lacks what it needs must not start. Under server.ts all of this has been seen to. */
export function enterPageProcess() {
  try {
    if (env().MAILROOM_LOOPBACK_URL) return;
    refuseWithoutServer(env());
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    // Thrown on, it would leave a server that answers every request with 500.
    console.error(`Mailroom cannot start. ${error.message}`);
    process.exit(1);
  }
  // Next waits for open requests before it ends, and a live stream is one for minutes.
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void closeLive());
}
