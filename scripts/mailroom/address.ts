import { env } from "@/env";

/** Where people reach this installation, as far as a command can tell. */
export function publicOrigin(): string {
  const { MAILROOM_URL, PORT } = env();
  return MAILROOM_URL ?? `http://127.0.0.1:${PORT ?? 3000}`;
}
