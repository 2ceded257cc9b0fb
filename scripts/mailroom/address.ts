import { env } from "@/env";
import { findServerOrigin } from "@/lib/process/server-origin";

/** Where people reach this installation: as configured, as a running server says, or as the next start will. */
export async function publicOrigin(): Promise<string> {
  return env().MAILROOM_URL ?? (await localOrigin());
}

/** The same from this machine. */
export async function localOrigin(): Promise<string> {
  return (await findServerOrigin()) ?? `http://127.0.0.1:${env().PORT ?? 3000}`;
}
