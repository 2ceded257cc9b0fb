import type { Env } from "@/env";

/** Lines on the standard streams, from the level on that the installation asked for. */
export interface Log {
  info(message: string): void;
  error(message: string): void;
}

export function openLog(level: Env["MAILROOM_LOG"]): Log {
  const silent = () => undefined;
  return {
    info: level === "info" || level === "trace" ? (message) => console.log(message) : silent,
    error: level === "silent" ? silent : (message) => console.error(message),
  };
}
